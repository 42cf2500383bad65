import { execFile } from 'node:child_process';
import { chmod, mkdtemp, open as openFile, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Bus } from '@gantry/sdk';
import { openEmbeddedBus } from './embeddedBus.ts';
import { openStore } from './store.ts';
import { messages, QUIET, readFrom, steppingClock } from './testing/fixtures.ts';

const run = promisify(execFile);
let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gantry-bus-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

function open(clock = steppingClock()): Promise<Bus> {
  return openEmbeddedBus({ dir, log: QUIET, clock });
}

/** Opens, stores three messages, closes. */
async function makeBus(): Promise<void> {
  const bus = await open();
  await bus.ensureTopic({ name: 't', queues: 1 });
  const producer = await bus.producer('t');
  await producer.send(0, messages(3));
  await bus.close();
}

describe('the folder of a bus', () => {
  it('is made, with what is missing above it', async () => {
    const bus = await openEmbeddedBus({ dir: join(dir, 'a', 'b'), log: QUIET, clock: steppingClock() });
    expect(await bus.listTopics()).toEqual([]);
    await bus.close();
  });

  it('that holds something else is refused instead of crashing the process', async () => {
    for (const garbage of [Buffer.from('not a database'), Buffer.alloc(100_000, 0xab), Buffer.alloc(8192)]) {
      await writeFile(join(dir, 'data.mdb'), garbage);
      await expect(open()).rejects.toMatchObject({ code: 'bus.folder_corrupt' });
    }
  });

  it('whose index was cut short is refused', async () => {
    await makeBus();
    for (const bytes of [12_288, 5000, 100]) {
      await truncate(join(dir, 'data.mdb'), bytes);
      await expect(open()).rejects.toMatchObject({ code: 'bus.folder_corrupt' });
    }
  });

  it('whose index pages were overwritten is refused', async () => {
    await makeBus();
    const file = await openFile(join(dir, 'data.mdb'), 'r+');
    const { size } = await file.stat();
    await file.write(Buffer.alloc(size - 8192, 0xff), 0, size - 8192, 8192);
    await file.close();
    await expect(open()).rejects.toMatchObject({ code: 'bus.folder_corrupt' });
  });

  it('that is a file is refused', async () => {
    await writeFile(join(dir, 'file'), 'x');
    await expect(openEmbeddedBus({ dir: join(dir, 'file'), log: QUIET, clock: steppingClock() })).rejects.toMatchObject(
      {
        code: 'bus.folder_corrupt',
      },
    );
  });

  it('that a newer version wrote is left alone', async () => {
    await makeBus();
    const store = openStore({ dir, segments: join(dir, 'segments') });
    await store.root.openDB<number, string>({ name: 'meta' }).put('format', 99);
    await store.close();
    await expect(open()).rejects.toMatchObject({ code: 'bus.format_newer', message: expect.stringContaining('99') });
  });

  it('that belongs to somebody else is refused with the reason', async () => {
    await makeBus();
    await chmod(dir, 0o755);
    const index = new URL('./index.ts', import.meta.url).href;
    const program = `
      if (process.getuid() === 0) { process.setgid(65534); process.setuid(65534); }
      const { openEmbeddedBus } = await import(${JSON.stringify(index)});
      const log = { debug() {}, info() {}, warn() {}, error() {} };
      const clock = { now: Date.now, sleep: async () => {} };
      try { await openEmbeddedBus({ dir: process.argv[1], log, clock }); console.log('opened'); }
      catch (error) { console.log(error.code, error.message); }`;
    if (process.getuid?.() !== 0) await Promise.all([chmod(join(dir, 'data.mdb'), 0o444), chmod(dir, 0o555)]);
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program, dir], { cwd: process.cwd() });
    await chmod(dir, 0o755);
    expect(stdout).toMatch(/^bus\.folder_not_writable .*cannot be written by this user/);
  });
});

describe('damaged segments', () => {
  const LONG_AGO_MS = 3_600_000;

  async function segmentFile(): Promise<string> {
    const [name = ''] = await readdir(join(dir, 'segments'));
    return join(dir, 'segments', name);
  }

  /** Two chunks of three messages, then something happens to the file. */
  async function readDamaged(damage: (file: string) => Promise<void>): Promise<Bus> {
    const clock = steppingClock();
    const bus = await open(clock);
    await bus.ensureTopic({ name: 't', queues: 1 });
    const producer = await bus.producer('t');
    await producer.send(0, messages(3, 100));
    await producer.send(0, messages(3, 100, 3));
    await producer.close();
    await damage(await segmentFile());
    clock.advance(LONG_AGO_MS);
    return bus;
  }

  it('are named with topic, offsets and file; what lies before them is read first', async () => {
    const bus = await readDamaged(async (file) => {
      const handle = await openFile(file, 'r+');
      const { size } = await handle.stat();
      await handle.write(Buffer.of(0x21), 0, 1, size - 50);
      await handle.close();
    });
    const reader = await bus.reader('t', 0, 'earliest');
    const limits = { maxMessages: 100, maxBytes: 1e6, waitMs: 0 };
    const never = new AbortController().signal;
    expect((await reader.read(limits, never)).messages.map(({ offset }) => offset)).toEqual([0, 1, 2]);
    const corrupt = {
      code: 'bus.chunk_corrupt',
      message: expect.stringMatching(/messages 3 to 5 of t\/0 .*\.seg: checksum differs/),
    };
    await expect(reader.read(limits, never)).rejects.toMatchObject(corrupt);
    await expect(reader.read(limits, never)).rejects.toMatchObject(corrupt);
    expect((await readFrom(bus, 't', 6)).messages).toEqual([]);
    await bus.close();
  });

  it('that are missing are named as well', async () => {
    const bus = await readDamaged((file) => rm(file));
    await expect(readFrom(bus, 't')).rejects.toMatchObject({
      code: 'bus.chunk_corrupt',
      message: expect.stringContaining('missing'),
    });
    await bus.close();
  });
});

describe('positions', () => {
  it('beyond the end of a queue are refused: that topic is not the one they were taken from', async () => {
    await makeBus();
    const bus = await open();
    await expect(bus.reader('t', 0, 4)).rejects.toMatchObject({ code: 'bus.offset_beyond_end' });
    await expect(bus.reader('t', 0, -1)).rejects.toMatchObject({ code: 'bus.offset_invalid' });
    await bus.close();
  });

  it('survive closing and opening', async () => {
    await makeBus();
    const bus = await open();
    expect((await readFrom(bus, 't', 1)).messages.map(({ key, offset }) => [key, offset])).toEqual([
      ['k1', 1],
      ['k2', 2],
    ]);
    await bus.close();
  });
});
