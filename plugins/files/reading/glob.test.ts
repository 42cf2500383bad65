import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { tempDir } from '@gantry/sdk/testing';
import type { TempDir } from '@gantry/sdk/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { globFiles } from './glob.ts';

describe('globFiles', () => {
  let dir: TempDir;

  beforeEach(async () => {
    dir = await tempDir();
    await mkdir(dir.file('a/b'), { recursive: true });
    for (const name of ['1.csv', '2.csv', 'x.jsonl', '.hidden.csv', 'a/3.csv', 'a/b/4.csv.gz', 'a/b/[odd].csv'])
      await writeFile(dir.file(name), '');
    await symlink('..', dir.file('a/up'));
  });
  afterEach(() => dir.dispose());

  async function found(pattern: string): Promise<readonly string[]> {
    return (await globFiles(dir.file(pattern))).map((path) => path.slice(dir.path.length + 1));
  }

  it('matches names in one folder, without hidden ones', async () => {
    expect(await found('*.csv')).toEqual(['1.csv', '2.csv']);
    expect(await found('?.csv')).toEqual(['1.csv', '2.csv']);
    expect(await found('[2-9].csv')).toEqual(['2.csv']);
    expect(await found('[!2].csv')).toEqual(['1.csv']);
    expect(await found('.hid*')).toEqual(['.hidden.csv']);
  });

  it('goes down any number of folders, but not round in links', async () => {
    expect(await found('**/*.csv*')).toEqual(['1.csv', '2.csv', 'a/3.csv', 'a/b/4.csv.gz', 'a/b/[odd].csv']);
    expect(await found('a/**/4*')).toEqual(['a/b/4.csv.gz']);
    expect(await found('*/b/*.gz')).toEqual(['a/b/4.csv.gz']);
    expect(await found('a/**')).toEqual(['a/3.csv', 'a/b/4.csv.gz', 'a/b/[odd].csv']);
  });

  it('takes alternatives', async () => {
    expect(await found('{1,x}.{csv,jsonl}')).toEqual(['1.csv', 'x.jsonl']);
  });

  it('finds nothing where there is nothing', async () => {
    expect(await found('none/*.csv')).toEqual([]);
    expect(await found('1.csv/*.csv')).toEqual([]);
  });
});
