import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { Json } from '@gantry/sdk';
import { FakeClock, hardRecords, tempDir, testContext, withDefaults } from '@gantry/sdk/testing';
import type { TempDir } from '@gantry/sdk/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FilesSinkConfig } from './config.ts';
import { filesSink } from './sink.ts';
import { makeSink, openSink, readAll, row, rowsOf, signal } from './support/trial.ts';

describe('files sink', () => {
  let dir: TempDir;

  beforeEach(async () => {
    dir = await tempDir();
  });
  afterEach(() => dir.dispose());

  const text = (name: string): Promise<string> => readFile(dir.file(name), 'utf8');
  const names = async (): Promise<readonly string[]> => (await readdir(dir.path)).sort();

  it('shows a file only when it is complete', async () => {
    const sink = await openSink({ path: dir.file('out.jsonl') });
    await sink.write([row({ id: 1 })], signal);
    await sink.flush(signal);
    expect(await names()).toEqual(['out.jsonl.lock', 'out.jsonl.part']);
    await sink.close('ended');
    expect(await names()).toEqual(['out.jsonl']);
    expect(await text('out.jsonl')).toBe('{"id":1}\n');
  });

  it('writes every value exactly, and its own source reads it back', async () => {
    const sink = await openSink({ path: dir.file('out.jsonl') });
    const { bigIntegers, bytes, unicode, decimals, nested } = hardRecords();
    const after = {
      ...bigIntegers?.after,
      ...bytes?.after,
      ...unicode?.after,
      ...decimals?.after,
      ...nested?.after,
      nan: Number.NaN,
    };
    await sink.write([row(after)], signal);
    await sink.flush(signal);
    await sink.close('ended');
    const [read] = rowsOf(await readAll({ path: dir.file('out.jsonl') }));
    expect(read).toEqual({ ...after, data: 'AAF/gP7/', none: {}, nan: 'NaN' });
    expect(await text('out.jsonl')).toContain('"unsigned":18446744073709551615,');
  });

  it('writes CSV that its own source reads back', async () => {
    const sink = await openSink({ path: dir.file('out.csv') });
    const rows = [
      { id: 9223372036854775807n, text: 'a "b", c\r\nd', empty: '', none: null, yes: true, list: [1, { a: 'b' }] },
      { id: 1, text: 'ü漢🚀', empty: '', none: null, yes: false, list: null },
    ];
    await sink.write(
      rows.map((after) => row(after)),
      signal,
    );
    await sink.flush(signal);
    await sink.close('ended');
    expect(rowsOf(await readAll({ path: dir.file('out.csv') }))).toEqual([
      { ...rows[0], list: '[1,{"a":"b"}]' },
      rows[1],
    ]);
  });

  it('fixes CSV columns with the first record, and refuses what they have no place for', async () => {
    const sink = await openSink({ path: dir.file('out.csv') });
    const failures = await sink.write([row({ a: 1, b: 2 }), row({ b: 3 }), row({ a: 4, c: 5 })], signal);
    expect(failures).toMatchObject([{ index: 2, error: { code: 'files.column_unknown' } }]);
    await sink.flush(signal);
    await sink.close('ended');
    expect(await text('out.csv')).toBe('a,b\n1,2\n,3\n');
  });

  it('writes the columns that are listed', async () => {
    const sink = await openSink({ path: dir.file('out.csv'), columns: ['b', 'z'], delimiter: ';' });
    await sink.write([row({ a: 1, b: 'x;y' })], signal);
    await sink.flush(signal);
    await sink.close('ended');
    expect(await text('out.csv')).toBe('b;z\n"x;y";\n');
  });

  it('writes whole records', async () => {
    const sink = await openSink({ path: dir.file('out.jsonl'), what: 'record' });
    await sink.write(
      [
        row(null, {
          op: 'delete',
          key: { id: 1n },
          before: { id: 1n, data: new Uint8Array([1]) },
          timestampMs: 5,
          headers: { h: 'x' },
        }),
      ],
      signal,
    );
    await sink.flush(signal);
    await sink.close('ended');
    expect(await text('out.jsonl')).toBe(
      '{"op":"delete","key":{"id":1},"before":{"id":1,"data":"AQ=="},"after":null,"source":{"connector":"test","table":"t"},"timestampMs":5,"headers":{"h":"x"}}\n',
    );
  });

  it('leaves deletes out or writes the row they took away', async () => {
    const deletes = [
      row(null, { op: 'delete', key: { id: 1 }, before: { id: 1, n: 'x' } }),
      row(null, { op: 'delete', key: { id: 2 } }),
    ];
    const skipping = await openSink({ path: dir.file('skip.jsonl') });
    expect(await skipping.write([...deletes, row(null, { op: 'truncate' })], signal)).toEqual([]);
    await skipping.close('ended');
    expect(await text('skip.jsonl')).toBe('');
    const writing = await openSink({ path: dir.file('write.jsonl'), deletes: 'write' });
    expect(await writing.write([...deletes, row(null, { op: 'delete', key: 'k' })], signal)).toMatchObject([
      { index: 2, error: { code: 'files.record_without_row' } },
    ]);
    await writing.flush(signal);
    await writing.close('ended');
    expect(await text('write.jsonl')).toBe('{"id":1,"n":"x"}\n{"id":2}\n');
  });

  it('makes an empty file when no record came', async () => {
    await (await openSink({ path: dir.file('none.csv'), columns: ['a'] })).close('ended');
    expect(await text('none.csv')).toBe('a\n');
  });

  it('compresses in members that can be cut and continued', async () => {
    const config = { path: dir.file('out.jsonl.gz'), compression: 'gzip' } as const;
    const first = await openSink(config);
    await first.write([row({ id: 1 })], signal);
    const state = await first.flush(signal);
    await first.write([row({ id: 'lost' })], signal);
    await first.flush(signal);
    await first.close('failed');
    const second = await openSink(config, state);
    await second.write([row({ id: 2 })], signal);
    await second.flush(signal);
    await second.close('ended');
    expect(gunzipSync(await readFile(dir.file('out.jsonl.gz'))).toString()).toBe('{"id":1}\n{"id":2}\n');
  });

  describe('rolling', () => {
    it('rolls after so many records, and names a file only when a state that covers it was stored', async () => {
      const sink = await openSink({ path: dir.file('out.jsonl'), maxRecords: 2 });
      await sink.write(
        [1, 2, 3, 4, 5].map((id) => row({ id })),
        signal,
      );
      await sink.flush(signal);
      expect((await names()).filter((name) => !name.endsWith('.part') && !name.endsWith('.lock'))).toEqual([]);
      await sink.flush(signal);
      expect((await names()).filter((name) => !name.endsWith('.part') && !name.endsWith('.lock'))).toEqual([
        'out-000001.jsonl',
        'out-000002.jsonl',
      ]);
      await sink.close('ended');
      expect(await names()).toEqual(['out-000001.jsonl', 'out-000002.jsonl', 'out-000003.jsonl']);
    });

    it('rolls after so many bytes and after some time', async () => {
      const clock = new FakeClock();
      const sink = await openSink({ path: dir.file('{n}.jsonl'), maxBytes: 20, everyMs: 1_000 }, null, { clock });
      await sink.write([row({ id: 1 }), row({ id: 'a longer text' }), row({ id: 2 })], signal);
      await clock.advance(1_000);
      await sink.flush(signal);
      await sink.flush(signal);
      expect(await names()).toEqual(['000001.jsonl', '000002.jsonl']);
      await sink.close('ended');
    });

    it('goes back over files that were begun after its state', async () => {
      const config = { path: dir.file('{n}.jsonl'), maxRecords: 2 };
      const first = await openSink(config);
      await first.write([row({ id: 1 })], signal);
      const state = await first.flush(signal);
      await first.write(
        [2, 3, 4, 5].map((id) => row({ id })),
        signal,
      );
      await first.flush(signal);
      await first.close('failed');
      const second = await openSink(config, state);
      await second.write(
        [2, 3].map((id) => row({ id })),
        signal,
      );
      await second.flush(signal);
      await second.close('ended');
      expect(rowsOf(await readAll({ path: dir.path }))).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
    });

    it('never overwrites a file of an earlier time', async () => {
      await writeFile(dir.file('000001.jsonl'), 'old\n');
      const sink = await openSink({ path: dir.file('{n}.jsonl'), maxRecords: 1 });
      await sink.write([row({ id: 1 })], signal);
      await sink.flush(signal);
      await sink.close('ended');
      expect(await text('000001.jsonl')).toBe('old\n');
      expect(await text('000002.jsonl')).toBe('{"id":1}\n');
    });
  });

  it('sorts records into files by table and time, and lets no name lead out of the folder', async () => {
    const sink = await openSink({ path: dir.file('{pipeline}/{table}-{date}-{hour}-{task}.jsonl') });
    await sink.write([row({ id: 1 }), row({ id: 2 }, { route: { table: '../../x/y' }, timestampMs: 0 })], signal);
    await sink.flush(signal);
    await sink.close('ended');
    expect((await readdir(dir.file('test'))).sort()).toEqual([
      '__.._x_y-1970-01-01-00-0.jsonl',
      't-2026-01-31-23-0.jsonl',
    ]);
  });

  it('names an unknown placeholder', () => {
    expect(() => makeSink({ path: dir.file('{day}.jsonl') })).toThrow('unknown placeholder {day}');
  });

  it('replaces a file that was there only when the new one is complete, or leaves it alone', async () => {
    await writeFile(dir.file('out.jsonl'), 'old\n');
    const sink = await openSink({ path: dir.file('out.jsonl') });
    await sink.write([row({ id: 1 })], signal);
    await sink.flush(signal);
    expect(await text('out.jsonl')).toBe('old\n');
    await sink.close('ended');
    expect(await text('out.jsonl')).toBe('{"id":1}\n');
    const careful = await openSink({ path: dir.file('out.jsonl'), existing: 'fail' });
    await expect(careful.write([row({ id: 2 })], signal)).rejects.toMatchObject({
      code: 'files.target_exists',
      retryable: false,
    });
    await careful.close('failed');
  });

  it('refuses a second writer of a file, until the first is done', async () => {
    const first = await openSink({ path: dir.file('out.jsonl') }, null, { pipeline: 'one' });
    await first.write([row({ id: 1 })], signal);
    const second = await openSink({ path: dir.file('out.jsonl') }, null, { pipeline: 'two' });
    await expect(second.write([row({ id: 2 })], signal)).rejects.toMatchObject({
      code: 'files.target_busy',
      retryable: true,
      message: `${dir.file('out.jsonl')} is being written by one/component/0`,
    });
    await first.flush(signal);
    await first.close('stopped');
    expect(await second.write([row({ id: 2 })], signal)).toEqual([]);
    await second.close('failed');
  });

  it('refuses several tasks that would write one file', async () => {
    const sink = makeSink({ path: dir.file('out.jsonl') }, { index: 1, count: 2 });
    await expect(sink.open(null, signal)).rejects.toMatchObject({ code: 'files.target_busy', retryable: false });
  });

  it('says when the file it wants to continue is gone, shorter or changed', async () => {
    const first = await openSink({ path: dir.file('out.jsonl') });
    await first.write([row({ id: 1 })], signal);
    const state = await first.flush(signal);
    await first.close('stopped');
    await truncate(dir.file('out.jsonl.part'), 3);
    await expect(openSink({ path: dir.file('out.jsonl') }, state)).rejects.toMatchObject({ code: 'files.part_lost' });
    await rm(dir.file('out.jsonl.part'));
    await expect(openSink({ path: dir.file('out.jsonl') }, state)).rejects.toMatchObject({ code: 'files.part_lost' });
    await expect(openSink({ path: dir.file('out.jsonl') }, { other: 1 })).rejects.toMatchObject({
      code: 'files.state_malformed',
    });
  });

  it('begins a new file when the finished one was taken away, and refuses one that was changed', async () => {
    const config = { path: dir.file('out.jsonl') };
    const first = await openSink(config);
    await first.write([row({ id: 1 })], signal);
    await first.flush(signal);
    const state = (await first.close('ended')) as Json;
    await writeFile(dir.file('out.jsonl'), 'changed by hand\n');
    const second = await openSink(config, state);
    await expect(second.write([row({ id: 2 })], signal)).rejects.toMatchObject({ code: 'files.target_exists' });
    await rm(dir.file('out.jsonl'));
    await second.write([row({ id: 2 })], signal);
    await second.flush(signal);
    await second.close('ended');
    expect(await text('out.jsonl')).toBe('{"id":2}\n');
  });

  it('keeps every record exactly once when it is killed again and again', async () => {
    const config = JSON.stringify({ path: dir.file('out/{n}.jsonl'), maxRecords: 120, fsync: false });
    const program = fileURLToPath(new URL('./support/writeForever.ts', import.meta.url));
    for (let kill = 0; kill < 6; kill++) {
      const child = spawn(process.execPath, [program, config, dir.file('state.json')], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await once(child.stdout, 'data');
      await new Promise((resolve) => setTimeout(resolve, 30 + kill * 17));
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    const { next, state } = JSON.parse(await text('state.json')) as { next: number; state: Json };
    const last = await openSink(JSON.parse(config) as { path: string }, state);
    await last.flush(signal);
    await last.close('ended');
    const rows = rowsOf(await readAll({ path: dir.file('out/*.jsonl') }));
    expect(rows).toEqual(Array.from({ length: next }, (_, id) => ({ id })));
  }, 60_000);

  describe.skipIf(process.platform !== 'linux' || process.getuid?.() !== 0)('on a full disk', () => {
    beforeEach(async () => {
      await mkdir(dir.file('small'));
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', dir.file('small')]);
    });
    afterEach(() => {
      execFileSync('umount', [dir.file('small')]);
    });

    it('names the path, cuts the partial line, and goes on with the same records when there is room', async () => {
      await writeFile(dir.file('small/filler'), Buffer.alloc(200_000));
      const path = dir.file('small/out.jsonl');
      const sink = await openSink({ path });
      await sink.write([row({ id: 1 })], signal);
      await sink.flush(signal);
      const many = Array.from({ length: 300 }, (_, i) => row({ id: i + 2, text: 'x'.repeat(2_000) }));
      const some = many.slice(0, 50);
      await expect(sink.write(many, signal)).rejects.toMatchObject({
        code: 'files.disk_full',
        retryable: true,
        message: `no space is left for ${path}.part`,
      });
      expect(await readFile(`${path}.part`, 'utf8')).toBe('{"id":1}\n');
      await rm(dir.file('small/filler'));
      await sink.write(some, signal);
      await sink.flush(signal);
      await sink.close('ended');
      expect(rowsOf(await readAll({ path }))).toEqual([{ id: 1 }, ...some.map((record) => record.after)]);
    });

    it('loses nothing when the flush finds no room', async () => {
      await writeFile(dir.file('small/filler'), Buffer.alloc(230_000));
      const sink = await openSink({ path: dir.file('small/out.jsonl') });
      await sink.write([row({ id: 'x'.repeat(100_000) })], signal);
      await expect(sink.flush(signal)).rejects.toMatchObject({ code: 'files.disk_full', retryable: true });
      await rm(dir.file('small/filler'));
      await sink.flush(signal);
      await sink.close('ended');
      expect(rowsOf(await readAll({ path: dir.file('small/out.jsonl') }))).toEqual([{ id: 'x'.repeat(100_000) }]);
    });
  });

  it('checks folder and target without writing', async () => {
    const check = (path: string) =>
      filesSink.check?.(testContext({ config: withDefaults<FilesSinkConfig>(FilesSinkConfig, { path }) }), signal);
    expect((await check(dir.file('new/out.jsonl')))?.map((step) => step.status)).toEqual(['passed', 'passed']);
    await writeFile(dir.file('out.jsonl'), '');
    expect((await check(dir.file('out.jsonl')))?.at(-1)).toMatchObject({ status: 'warning' });
    expect(await check(dir.file('out'))).toMatchObject([{ status: 'failed' }]);
    expect(existsSync(dir.file('new'))).toBe(false);
  });
});
