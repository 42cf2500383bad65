import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as after } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import type { Bus, StoredMessage } from '@gantry/sdk';
import { openEmbeddedBus } from '../../runtime/bus/index.ts';
import { needMounts } from '../support/needs.ts';
import { quietLog, systemClock } from '../support/surroundings.ts';
import { tempDir } from '../support/tempDir.ts';

const WRITER = fileURLToPath(new URL('../support/programs/busWriter.ts', import.meta.url));
const WRITER_THREAD = new URL('../support/programs/busWriterThread.ts', import.meta.url);
const NEVER = new AbortController().signal;

function open(dir: string): Promise<Bus> {
  return openEmbeddedBus({ dir, log: quietLog, clock: systemClock });
}

async function readAll(bus: Bus, topic: string): Promise<StoredMessage[]> {
  const reader = await bus.reader(topic, 0, 'earliest');
  const messages: StoredMessage[] = [];
  for (;;) {
    const read = await reader.read({ maxMessages: 10_000, maxBytes: 1e8, waitMs: 0 }, NEVER);
    messages.push(...read.messages);
    if (read.next >= read.end) break;
  }
  await reader.close();
  return messages;
}

function textOf(message: StoredMessage): string {
  return Buffer.from(message.body ?? []).toString();
}

/** Runs a writer process, kills it some milliseconds after its first acknowledgement; what it was told is stored. */
async function writeAndKill(dir: string, writer: string, first: number, ms: number): Promise<Map<number, number>> {
  const child = spawn(process.execPath, [WRITER, dir, 't', writer, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const acknowledged = new Map<number, number>();
  const exited = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    const [number, offset] = line.split(' ').map(Number);
    if (number !== undefined && offset !== undefined) acknowledged.set(number, offset);
  });
  await once(lines, 'line');
  await after(ms);
  child.kill('SIGKILL');
  await exited;
  return acknowledged;
}

describe('the embedded bus under kill -9', () => {
  it('loses no acknowledged message, leaves no gap and stores no send in part, while others write and read', async () => {
    await using dir = await tempDir();
    const bus = await open(dir.path);
    await bus.ensureTopic({ name: 't', queues: 1 });
    const acknowledged = { a: new Map<number, number>(), b: new Map<number, number>() };
    let first = 0;
    for (let round = 0; round < 8; round++) {
      const [a, b] = await Promise.all([
        writeAndKill(dir.path, 'a', first, 40 + round * 23),
        writeAndKill(dir.path, 'b', first, 90 + round * 11),
      ]);
      for (const [number, offset] of a) acknowledged.a.set(number, offset);
      for (const [number, offset] of b) acknowledged.b.set(number, offset);
      first += 100_000;
    }
    const stored = await readAll(bus, 't');
    expect(stored.map(({ offset }) => offset)).toEqual(stored.map((_, index) => index));
    expect(acknowledged.a.size + acknowledged.b.size).toBeGreaterThan(100);
    for (const writer of ['a', 'b'] as const) {
      for (const [number, offset] of acknowledged[writer]) {
        const count = 1 + (number % 50);
        const parts = stored.slice(offset, offset + count).map(textOf);
        expect(parts).toEqual(Array.from({ length: count }, (_, part) => `${writer}:${number}:${part}:${count}`));
      }
    }
    const whole = stored.filter((message) => /:0:\d+$/.test(textOf(message)));
    expect(whole.reduce((sum, message) => sum + Number(textOf(message).split(':')[3]), 0)).toBe(stored.length);
    await bus.close();
  });
});

describe('the embedded bus in threads', () => {
  it('goes on when a writing thread is ended in the middle of a send, with all it was told', async () => {
    await using dir = await tempDir();
    const bus = await open(dir.path);
    await bus.ensureTopic({ name: 't', queues: 1 });
    const producer = await bus.producer('t');
    const told: { writer: string; number: number; offset: number }[] = [];
    for (let round = 0; round < 12; round++) {
      const writers = [`a${round}`, `b${round}`].map((writer) => {
        const worker = new Worker(WRITER_THREAD, { workerData: { dir: dir.path, topic: 't', writer } });
        worker.on('message', (message: { number: number; offset: number }) => told.push({ writer, ...message }));
        return worker;
      });
      await Promise.all(writers.map((worker) => once(worker, 'message')));
      await after(5 + round * 7);
      await Promise.all(writers.map((worker) => worker.terminate()));
      await producer.send(0, [{ key: 'main', body: Buffer.from(`main:${round}`), timestampMs: 0 }]);
    }
    const stored = await readAll(bus, 't');
    expect(stored.map(({ offset }) => offset)).toEqual(stored.map((_, index) => index));
    for (const { writer, number, offset } of told)
      expect(textOf(stored[offset] as StoredMessage)).toBe(`${writer}:${number}`);
    expect(stored.filter(({ key }) => key === 'main')).toHaveLength(12);
    await producer.close();
    await bus.close();
  });

  it('wakes a waiting reader for what another process sends, even if that was its last', async () => {
    await using dir = await tempDir();
    const bus = await open(dir.path);
    await bus.ensureTopic({ name: 't', queues: 1 });
    const reader = await bus.reader('t', 0, 'earliest');
    for (let round = 0; round < 5; round++) {
      const reading = reader.read({ maxMessages: 1_000_000, maxBytes: 1e9, waitMs: 600_000 }, NEVER);
      await writeAndKill(dir.path, 'a', round * 1000, 0);
      expect((await reading).messages.length).toBeGreaterThan(0);
      for (let read = await reading; read.next < read.end;) {
        read = await reader.read({ maxMessages: 1_000_000, maxBytes: 1e9, waitMs: 0 }, NEVER);
      }
    }
    await reader.close();
    await bus.close();
  });
});

const mounts = needMounts();

describe('the embedded bus on a full disk', () => {
  it.skipIf(!mounts.ok)(
    'refuses sends as retryable, keeps what was acknowledged, and works again when there is room',
    async () => {
      await using dir = await tempDir();
      const disk = dir.join('disk');
      mkdirSync(disk);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', disk]);
      try {
        const bus = await open(dir.join('disk', 'bus'));
        await bus.ensureTopic({ name: 't', queues: 1, retention: { whenReleased: true } });
        await bus.ensureTopic({ name: 'other', queues: 1 });
        const other = await bus.producer('other');
        await other.send(0, [{ key: null, body: Buffer.alloc(6 * 1024 * 1024), timestampMs: 0 }]);
        await other.close();
        const producer = await bus.producer('t');
        const body = Buffer.alloc(256 * 1024);
        const acknowledged: number[] = [];
        const fill = async (): Promise<unknown> => {
          for (let number = acknowledged.length; ; number++) {
            try {
              acknowledged.push(await producer.send(0, [{ key: String(number), body, timestampMs: 0 }]));
            } catch (caught) {
              return caught;
            }
          }
        };
        for (let round = 0; round < 5; round++)
          expect(await fill()).toMatchObject({ code: 'bus.disk_full', retryable: true });
        expect((await readAll(bus, 't')).map(({ key }) => key)).toEqual(acknowledged.map(String));

        await bus.deleteTopic('other');
        const next = await producer.send(0, [{ key: 'again', body, timestampMs: 0 }]);
        expect(next).toBe(acknowledged.length);
        expect((await readAll(bus, 't')).at(-1)?.key).toBe('again');
        await producer.close();
        await bus.close();

        const reopened = await open(dir.join('disk', 'bus'));
        expect(await readAll(reopened, 't')).toHaveLength(acknowledged.length + 1);
        await reopened.close();
      } finally {
        execFileSync('umount', ['-l', disk]);
      }
    },
  );
});
