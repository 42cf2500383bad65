import { appendFile, chmod, copyFile, mkdir, open, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import type { SourceBatch } from '@gantry/sdk';
import { tempDir, testContext, withDefaults } from '@gantry/sdk/testing';
import type { TempDir } from '@gantry/sdk/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FilesSourceConfig } from './config.ts';
import { filesSource } from './source.ts';
import { openSource, readAll, readRest, rowsOf, signal } from './support/trial.ts';

/** The user without rights on Debian and elsewhere. */
const NOBODY = 65_534;

describe('files source', () => {
  let dir: TempDir;

  beforeEach(async () => {
    dir = await tempDir();
  });
  afterEach(() => dir.dispose());

  it('says of each record where it stands', async () => {
    await writeFile(dir.file('a.jsonl'), '{"id":1}\n\n{"id":2}\n');
    const { records } = await readAll({ path: dir.file('a.jsonl'), key: ['id'] });
    expect(records.map(({ op, key, source }) => [op, key, source])).toEqual([
      ['read', { id: 1 }, { connector: 'files', table: dir.file('a.jsonl'), at: `${dir.file('a.jsonl')}:1` }],
      ['read', { id: 2 }, { connector: 'files', table: dir.file('a.jsonl'), at: `${dir.file('a.jsonl')}:3` }],
    ]);
  });

  it('gives CSV records their schema', async () => {
    await writeFile(dir.file('a.csv'), 'id,price,name\n1,2.5,x\n');
    const { records } = await readAll({ path: dir.file('a.csv'), key: ['id'] });
    expect(records[0]?.schema).toEqual({
      name: dir.file('a.csv'),
      key: ['id'],
      fields: [
        { name: 'id', type: 'int64' },
        { name: 'price', type: 'float64' },
        { name: 'name', type: 'string' },
      ],
    });
  });

  it('reads gzip in several members and zstd by their content, whatever the name', async () => {
    await writeFile(dir.file('a.jsonl'), Buffer.concat([gzipSync('{"id":1}\n{"i'), gzipSync('d":2}\n')]));
    await writeFile(dir.file('b.jsonl'), zstdCompressSync('{"id":3}\n'));
    expect(rowsOf(await readAll({ path: dir.file('*.jsonl') }))).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
  });

  it('gives what came before the damage in a compressed file, then says what is wrong', async () => {
    const bytes = gzipSync(Array.from({ length: 20_000 }, (_, i) => `{"id":${i * 7_919}}\n`).join(''));
    await writeFile(dir.file('a.jsonl.gz'), bytes.subarray(0, bytes.length - 2_000));
    const task = await openSource({ path: dir.file('a.jsonl.gz') });
    let read = 0;
    const reading = (async () => {
      for (let batch = await task.read(signal); batch; batch = await task.read(signal)) read += batch.records.length;
    })();
    await expect(reading).rejects.toMatchObject({
      code: 'files.compression_corrupt',
      message: expect.stringContaining('a.jsonl.gz') as string,
    });
    expect(read).toBeGreaterThan(0);
    await task.close();
  });

  it('skips a byte order mark and reads Latin-1 and UTF-16', async () => {
    await writeFile(dir.file('a.csv'), '\uFEFFname\nJörg\n');
    await writeFile(dir.file('b.csv'), Buffer.from('name\nJörg\n', 'latin1'));
    await writeFile(dir.file('c.csv'), Buffer.from('\uFEFFname\nJörg 漢\n', 'utf16le'));
    expect(rowsOf(await readAll({ path: dir.file('a.csv') }))).toEqual([{ name: 'Jörg' }]);
    expect(rowsOf(await readAll({ path: dir.file('b.csv'), encoding: 'latin1' }))).toEqual([{ name: 'Jörg' }]);
    expect(rowsOf(await readAll({ path: dir.file('c.csv'), encoding: 'utf-16le' }))).toEqual([{ name: 'Jörg 漢' }]);
  });

  it('does not take a recoded file for a truncated one when it resumes', async () => {
    await writeFile(dir.file('a.csv'), Buffer.from('name\nüüüüüüüüüüüü\n', 'latin1'));
    const config = { path: dir.file('a.csv'), encoding: 'latin1' } as const;
    const { position } = await readAll(config);
    expect((await readAll(config, position)).records).toEqual([]);
  });

  it('reads past a line that is too long, keeping its beginning and its size', async () => {
    const handle = await open(dir.file('a.jsonl'), 'w');
    await handle.write('{"id":1}\n"');
    for (let i = 0; i < 40; i++) await handle.write('x'.repeat(1_000_000));
    await handle.write('"\n{"id":2}\n');
    await handle.close();
    const batch = await readAll({ path: dir.file('a.jsonl'), maxLineBytes: 1_000_000 });
    expect(rowsOf(batch)).toEqual([{ id: 1 }, { id: 2 }]);
    expect(batch.failures).toHaveLength(1);
    expect(batch.failures?.[0]).toMatchObject({
      at: 1,
      error: {
        code: 'files.line_too_long',
        message: `${dir.file('a.jsonl')}:2 is longer than maxLineBytes (1000000): 40000003 bytes, of which the first 65536 are kept`,
      },
      positionBefore: { reading: { offset: 9, line: 1 } },
    });
    expect(batch.failures?.[0]?.original).toHaveLength(65_536);
  });

  it('names what it cannot find, read or understand', async () => {
    await mkdir(dir.file('folder.csv'));
    await writeFile(dir.file('x.dat'), 'a');
    await expect(openSource({ path: dir.file('none.csv') })).rejects.toMatchObject({
      code: 'files.not_found',
      retryable: false,
    });
    await expect(openSource({ path: dir.file('*.none') })).rejects.toMatchObject({ code: 'files.nothing_matches' });
    await expect(readAll({ path: dir.file('x.dat') })).rejects.toMatchObject({ code: 'files.format_unknown' });
    await expect(openSource({ path: dir.file('x.dat') }, { files: { a: { offset: -1 } } })).rejects.toMatchObject({
      code: 'files.position_malformed',
    });
  });

  it('says when a file may not be read', async () => {
    await writeFile(dir.file('a.csv'), 'a\n1\n');
    await chmod(dir.file('a.csv'), 0);
    await chmod(dirname(dir.file('a.csv')), 0o755);
    // Nothing is forbidden to root: it reads as somebody else.
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) process.seteuid?.(NOBODY);
    try {
      await expect(readAll({ path: dir.file('a.csv') })).rejects.toMatchObject({
        code: 'files.access_denied',
        retryable: false,
      });
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  });

  it('says, to be tried again, when a half read file is gone', async () => {
    await writeFile(dir.file('a.jsonl'), '{"id":1}\n'.repeat(3_000));
    const task = await openSource({ path: dir.file('a.jsonl') });
    const { position } = (await task.read(signal)) as SourceBatch;
    await task.close();
    await rm(dir.file('a.jsonl'));
    await writeFile(dir.file('b.jsonl'), '');
    await expect(openSource({ path: dir.file('*.jsonl') }, position)).rejects.toMatchObject({
      code: 'files.vanished',
      retryable: true,
    });
  });

  it('gives a row without its key as a failure with its bytes', async () => {
    await writeFile(dir.file('a.jsonl'), '{"id":1}\n{"x":2}\nbad\n{"id":3}\n');
    const batch = await readAll({ path: dir.file('a.jsonl'), key: ['id'] });
    expect(rowsOf(batch)).toEqual([{ id: 1 }, { id: 3 }]);
    expect(
      batch.failures?.map(({ at, original, error }) => [at, Buffer.from(original).toString(), error.code]),
    ).toEqual([
      [1, '{"x":2}', 'files.key_missing'],
      [1, 'bad', 'files.line_malformed'],
    ]);
  });

  it('starts at a position edited by hand', async () => {
    await writeFile(dir.file('a.csv'), 'id\n1\n2\n3\n');
    expect(
      rowsOf(await readAll({ path: dir.file('a.csv') }, { files: { [dir.file('a.csv')]: { offset: 5 } } })),
    ).toEqual([{ id: 2 }, { id: 3 }]);
    expect(
      rowsOf(await readAll({ path: dir.file('a.csv') }, { files: { [dir.file('a.csv')]: { offset: 0, line: 0 } } })),
    ).toHaveLength(3);
  });

  it('keeps the types it inferred when it resumes', async () => {
    await writeFile(dir.file('a.csv'), `id,v\n${Array.from({ length: 1_500 }, (_, i) => `${i},${i}\n`).join('')}`);
    const task = await openSource({ path: dir.file('a.csv') });
    const { position } = (await task.read(signal)) as SourceBatch;
    await task.close();
    await appendFile(dir.file('a.csv'), '1500,text\n');
    const rest = await readAll({ path: dir.file('a.csv') }, position);
    expect(rest.failures?.[0]?.error.code).toBe('files.value_mismatched');
    expect(rest.records).toHaveLength(500);
  });

  it.each([
    ['in place', async (path: string, text: string) => writeFile(path, text)],
    [
      'by an editor that writes another file',
      async (path: string, text: string) => {
        await writeFile(`${path}.new`, text);
        await rename(`${path}.new`, path);
      },
    ],
  ])('goes on at a line that was mended %s, however near the beginning', async (_, mend) => {
    await writeFile(dir.file('a.jsonl'), '{"id":1}\n{"id":\n{"id":3}\n');
    const { failures } = await readAll({ path: dir.file('a.jsonl') });
    await mend(dir.file('a.jsonl'), '{"id":1}\n{"id":2}\n{"id":3}\n');
    const rest = await readAll({ path: dir.file('a.jsonl') }, failures?.[0]?.positionBefore ?? null);
    expect(rowsOf(rest)).toEqual([{ id: 2 }, { id: 3 }]);
  });

  it('begins anew with a file that was replaced by another of the same name', async () => {
    await writeFile(dir.file('a.jsonl'), '{"id":1}\n{"id":2}\n');
    const { position } = await readAll({ path: dir.file('a.jsonl') });
    await writeFile(dir.file('a.jsonl'), '{"new":1}\n{"new":2}\n{"new":3}\n');
    const again = await readAll({ path: dir.file('a.jsonl') }, position);
    expect(rowsOf(again)).toHaveLength(3);
    expect(filesSource.isAtOrAfter?.(again.position, position)).not.toBe(false);
  });

  it('goes on with a copy, as on another member', async () => {
    await writeFile(dir.file('a.jsonl'), '{"id":1}\n'.repeat(2_000));
    const task = await openSource({ path: dir.file('a.jsonl') });
    const { position } = (await task.read(signal)) as SourceBatch;
    await task.close();
    await copyFile(dir.file('a.jsonl'), dir.file('copy'));
    await rename(dir.file('copy'), dir.file('a.jsonl'));
    expect((await readAll({ path: dir.file('a.jsonl') }, position)).records).toHaveLength(1_000);
  });

  it('splits a folder by the names of its files, each file to one task', async () => {
    for (let i = 0; i < 20; i++) await writeFile(dir.file(`${i}.jsonl`), `{"id":${i}}\n`);
    const config = withDefaults<FilesSourceConfig>(FilesSourceConfig, { path: dir.path });
    const shares = (await filesSource.tasks?.(testContext({ config }), 3, signal)) ?? [];
    expect(shares.map((share) => share.key)).toEqual(['files-1-of-3', 'files-2-of-3', 'files-3-of-3']);
    const parts = [];
    for (const { input } of shares) {
      const task = await openSource({ path: dir.path }, null, { input });
      parts.push(rowsOf(await readRest(task)));
      await task.close();
    }
    expect(parts.every((part) => part.length > 0)).toBe(true);
    expect(
      parts
        .flat()
        .map((row) => (row as { id: number }).id)
        .sort((a, b) => a - b),
    ).toEqual(Array.from({ length: 20 }, (_, i) => i));
  });

  it('tells the lag in bytes', async () => {
    await writeFile(dir.file('a.jsonl'), '{"id":1}\n'.repeat(1_500));
    await writeFile(dir.file('b.jsonl'), '{"id":1}\n'.repeat(10));
    const task = await openSource({ path: dir.file('*.jsonl') });
    expect((await task.read(signal))?.lag).toEqual({ bytes: 500 * 9 + 90 });
    await task.close();
  });

  describe('following', () => {
    it('waits for lines to be finished, for new files and for the first file', async () => {
      const task = await openSource({ path: dir.file('*.jsonl'), follow: true });
      const first = task.read(signal);
      await writeFile(dir.file('a.jsonl'), '{"id":1}\n{"i');
      expect(rowsOf(await first)).toEqual([{ id: 1 }]);
      const second = task.read(signal);
      await sleep(30);
      await appendFile(dir.file('a.jsonl'), 'd":2}\n');
      expect(rowsOf(await second)).toEqual([{ id: 2 }]);
      await writeFile(dir.file('b.jsonl'), '{"id":3}\n');
      expect(rowsOf(await task.read(signal))).toEqual([{ id: 3 }]);
      await appendFile(dir.file('a.jsonl'), '{"id":4}\n');
      expect(rowsOf(await task.read(signal))).toEqual([{ id: 4 }]);
      await task.close();
    });

    it('reads a rotated file to its last byte, then the new one', async () => {
      await writeFile(dir.file('app.jsonl'), '{"id":1}\n');
      const task = await openSource({ path: dir.file('app.jsonl'), follow: true });
      expect(rowsOf(await task.read(signal))).toEqual([{ id: 1 }]);
      await appendFile(dir.file('app.jsonl'), '{"id":2}\n{"id":3}');
      await rename(dir.file('app.jsonl'), dir.file('app.jsonl.1'));
      await writeFile(dir.file('app.jsonl'), '{"id":4}\n');
      const rows = [];
      while (rows.length < 3) rows.push(...rowsOf(await task.read(signal)));
      expect(rows).toEqual([{ id: 2 }, { id: 3 }, { id: 4 }]);
      await task.close();
    });

    it('does not read a rotated file twice when the pattern covers its new name', async () => {
      await writeFile(dir.file('app.jsonl'), '{"id":1}\n');
      const task = await openSource({ path: dir.file('app*.jsonl'), follow: true });
      expect(rowsOf(await task.read(signal))).toEqual([{ id: 1 }]);
      await rename(dir.file('app.jsonl'), dir.file('app-1.jsonl'));
      await writeFile(dir.file('app.jsonl'), '{"id":2}\n');
      expect(rowsOf(await task.read(signal))).toEqual([{ id: 2 }]);
      await writeFile(dir.file('app-2.jsonl'), '{"id":3}\n');
      expect(rowsOf(await task.read(signal))).toEqual([{ id: 3 }]);
      await task.close();
    });

    it('finds after a restart what was rotated away while it was stopped', async () => {
      await writeFile(dir.file('app.jsonl'), '{"id":1}\n');
      const task = await openSource({ path: dir.file('app.jsonl'), follow: true });
      const { position } = (await task.read(signal)) as SourceBatch;
      await task.close();
      await appendFile(dir.file('app.jsonl'), '{"id":2}\n');
      await rename(dir.file('app.jsonl'), dir.file('app.jsonl.1'));
      await writeFile(dir.file('app.jsonl'), '{"id":3}\n');
      const again = await openSource({ path: dir.file('app.jsonl'), follow: true }, position);
      expect([...rowsOf(await again.read(signal)), ...rowsOf(await again.read(signal))]).toEqual([
        { id: 2 },
        { id: 3 },
      ]);
      await again.close();
    });

    it('begins a truncated file anew, and its position does not count as a step back', async () => {
      await writeFile(dir.file('a.jsonl'), '{"id":1}\n{"id":2}\n');
      const task = await openSource({ path: dir.file('a.jsonl'), follow: true });
      const before = (await task.read(signal)) as SourceBatch;
      const next = task.read(signal);
      await truncate(dir.file('a.jsonl'), 0);
      await sleep(30);
      await writeFile(dir.file('a.jsonl'), '{"id":3}\n');
      const after = (await next) as SourceBatch;
      expect(rowsOf(after)).toEqual([{ id: 3 }]);
      expect(filesSource.isAtOrAfter?.(after.position, before.position)).not.toBe(false);
      await task.close();
    });

    it('waits for the rows of a CSV file that has only its header', async () => {
      await writeFile(dir.file('a.csv'), 'id,name\n');
      const task = await openSource({ path: dir.file('a.csv'), follow: true });
      const reading = task.read(signal);
      await sleep(30);
      await appendFile(dir.file('a.csv'), '1,x\n');
      expect(rowsOf(await reading)).toEqual([{ id: 1, name: 'x' }]);
      await task.close();
    });
  });

  it('checks, lists choices, previews and discovers', async () => {
    await writeFile(dir.file('a.csv'), 'id,name\n1,x\n2,y\n');
    await writeFile(dir.file('b.jsonl'), '{"id":1,"n":1.5}\n{"id":2,"n":2}\nbad\n');
    const context = (path: string) =>
      testContext({ config: withDefaults<FilesSourceConfig>(FilesSourceConfig, { path }) });
    const statuses = async (path: string) =>
      (await filesSource.check?.(context(path), signal))?.map((step) => step.status);
    expect(await statuses(dir.file('a.csv'))).toEqual(['passed', 'passed', 'passed', 'passed']);
    expect(await statuses(dir.file('b.jsonl'))).toEqual(['passed', 'passed', 'passed', 'failed']);
    expect(await statuses(dir.file('c.jsonl'))).toEqual(['failed', 'skipped']);
    expect(await filesSource.choices?.(context('x'), 'path', dir.file('a'), signal)).toEqual([
      { value: dir.file('a.csv'), label: 'a.csv' },
    ]);
    const preview = await filesSource.preview?.(context(dir.path), 3, signal);
    expect(rowsOf(preview ?? null)).toEqual([
      { id: 1, name: 'x' },
      { id: 2, name: 'y' },
      { id: 1, n: 1.5 },
    ]);
    expect(await filesSource.discoverSchema?.(context(dir.file('b.jsonl')), signal)).toEqual([
      {
        name: dir.file('b.jsonl'),
        fields: [
          { name: 'id', type: 'int64' },
          { name: 'n', type: 'float64' },
        ],
      },
    ]);
  });
});
