import { mkdtemp, readFile, readdir, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isPipelineName } from './pipelineName.ts';
import { openWorkspace } from './workspace.ts';
import type { PipelineChange, Workspace } from './workspace.ts';

let dir: string;
let workspace: Workspace;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gantry-workspace-'));
  workspace = await openWorkspace(dir);
});

afterEach(async () => {
  workspace.close();
  await rm(dir, { recursive: true, force: true });
});

/** The next change that is told. */
function nextChange(): Promise<PipelineChange> {
  return new Promise((resolve) => {
    const stop = workspace.subscribe((change) => {
      stop();
      resolve(change);
    });
  });
}

describe('a workspace', () => {
  test('keeps what is written, byte for byte, and leaves no temporary file', async () => {
    const text = '# 注释\nname: a\r\n';
    const written = await workspace.write('a', text);
    expect(await readFile(join(dir, 'a.yaml'), 'utf8')).toBe(text);
    expect(await workspace.read('a')).toEqual(written);
    expect((await workspace.list()).map(({ name }) => name)).toEqual(['a']);
    expect(await readdir(dir)).toEqual(['a.yaml']);
  });

  test('lets one of two writers with the same etag win, and tells the other', async () => {
    const { etag } = await workspace.write('a', '1');
    const results = await Promise.allSettled([workspace.write('a', '2', etag), workspace.write('a', '3', etag)]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect((await workspace.read('a')).text).toBe('2');
    await expect(workspace.write('a', '4', '')).rejects.toMatchObject({ code: 'api.pipeline_stale' });
    await workspace.remove('a');
    await expect(workspace.write('a', '5', etag)).rejects.toMatchObject({ code: 'api.pipeline_stale' });
  });

  test('tells of changes by other programs, and not of a touched file', async () => {
    const written = await workspace.write('a', '1');
    const changed = nextChange();
    await writeFile(join(dir, 'a.yaml'), '1');
    await writeFile(join(dir, 'a.yaml'), '2');
    const change = await changed;
    expect(change.name).toBe('a');
    expect(change.etag).toBe((await workspace.read('a')).etag);
    expect(change.etag).not.toBe(written.etag);
    const gone = nextChange();
    await unlink(join(dir, 'a.yaml'));
    expect(await gone).toEqual({ name: 'a', etag: '' });
  });

  test('writes through a symbolic link', async () => {
    await writeFile(join(dir, 'shared.txt'), 'old');
    await symlink(join(dir, 'shared.txt'), join(dir, 'a.yaml'));
    await workspace.write('a', 'new');
    expect(await readFile(join(dir, 'shared.txt'), 'utf8')).toBe('new');
  });

  test('refuses names that are no file names everywhere', async () => {
    const good = ['a', 'orders-to-warehouse', 'A.b_c-1'];
    const bad = [
      '',
      '.',
      '..',
      '../a',
      'a/b',
      'a\\b',
      '.hidden',
      'a..b',
      'con',
      'NUL.x',
      'a.',
      'a\0',
      'x'.repeat(101),
      'ä',
    ];
    expect([good.filter(isPipelineName), bad.filter(isPipelineName)]).toEqual([good, []]);
    await expect(workspace.read('../a')).rejects.toMatchObject({ code: 'api.name_invalid' });
    await expect(workspace.read('nobody')).rejects.toMatchObject({ code: 'api.pipeline_unknown' });
    await expect(workspace.remove('nobody')).rejects.toMatchObject({ code: 'api.pipeline_unknown' });
  });
});
