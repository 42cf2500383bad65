/**
 * The embedded bus beside plain lmdb calls with the same batches: 1,000 messages of 512 B each, as one value for lmdb, durable
 * alike (each send, and each put, counts once its bytes are on disk), the same number under way at once.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open } from 'lmdb';
import type { BusMessage } from '@gantry/sdk';
import { openEmbeddedBus } from '../../runtime/bus/index.ts';
import { quietLog, systemClock } from '../support/surroundings.ts';
import type { BenchResult } from './types.ts';

const BATCHES = 1000;
const BATCH_MESSAGES = 1000;
const MESSAGE_BYTES = 512;
const UNDER_WAY = 16;
const RUNS = 5;

/** Different ones in turn, so that neither side works on bytes that never leave the processor's cache. */
const VARIANTS = 16;
const BODIES = Array.from({ length: VARIANTS }, (_, variant) =>
  Array.from({ length: BATCH_MESSAGES }, (_, index) => Buffer.alloc(MESSAGE_BYTES, variant * 7 + index)),
);
const MESSAGES = BODIES.map((bodies) =>
  bodies.map((body, index): BusMessage => ({ key: `order-${index}`, body, timestampMs: index })),
);
const VALUES = BODIES.map((bodies) => Buffer.concat(bodies));

/** Milliseconds each part of a run took, and CPU seconds of the process meanwhile. */
interface RunTimes {
  readonly appendMs: number;
  readonly appendCpuSec: number;
  readonly readMs: number;
  readonly readCpuSec: number;
}

interface Runs {
  readonly ours: readonly RunTimes[];
  readonly raw: readonly RunTimes[];
}

let measured: Promise<Runs> | undefined;

export const benches: { readonly [name: string]: () => Promise<BenchResult> } = {
  'embedded.append': async () => result('embedded.append', await measure(), 'append'),
  'embedded.read': async () => result('embedded.read', await measure(), 'read'),
};

/** Both benches come from the same runs; ours and raw alternate, so that what else the machine does hits both. */
function measure(): Promise<Runs> {
  measured ??= (async () => {
    await inFolder(runOurs);
    await inFolder(runRaw);
    const ours: RunTimes[] = [];
    const raw: RunTimes[] = [];
    for (let run = 0; run < RUNS; run++) {
      ours.push(await inFolder(runOurs));
      raw.push(await inFolder(runRaw));
    }
    return { ours, raw };
  })();
  return measured;
}

async function runOurs(dir: string): Promise<RunTimes> {
  const bus = await openEmbeddedBus({ dir, log: quietLog, clock: systemClock });
  await bus.ensureTopic({ name: 'bench', queues: 1 });
  const producer = await bus.producer('bench');
  const append = await timed(() => keepUnderWay((batch) => producer.send(0, MESSAGES[batch % VARIANTS] ?? [])));
  await producer.close();
  const reader = await bus.reader('bench', 0, 'earliest');
  const never = new AbortController().signal;
  const read = await timed(async () => {
    let sum = 0;
    for (let count = 0; count < BATCHES * BATCH_MESSAGES;) {
      const { messages } = await reader.read(
        { maxMessages: BATCH_MESSAGES, maxBytes: 4 * 1024 * 1024, waitMs: 0 },
        never,
      );
      for (const { body } of messages) sum += body?.[0] ?? 0;
      count += messages.length;
    }
    return sum;
  });
  await reader.close();
  await bus.close();
  return { appendMs: append.ms, appendCpuSec: append.cpuSec, readMs: read.ms, readCpuSec: read.cpuSec };
}

async function runRaw(dir: string): Promise<RunTimes> {
  const options = {
    path: dir,
    noSubdir: false,
    encoding: 'binary',
    keyEncoding: 'uint32',
    separateFlushed: true,
  } as const;
  const db = open<Buffer, number>(options);
  const append = await timed(() =>
    keepUnderWay(
      (batch) =>
        (db.put(batch, VALUES[batch % VARIANTS] ?? Buffer.alloc(0)) as Promise<boolean> & { flushed: Promise<unknown> })
          .flushed,
    ),
  );
  const read = await timed(async () => {
    let sum = 0;
    for (let batch = 0; batch < BATCHES; batch++) {
      const value = db.getBinary(batch) ?? Buffer.alloc(0);
      for (let at = 0; at < value.length; at += MESSAGE_BYTES) sum += value[at] ?? 0;
    }
    return sum;
  });
  await db.close();
  return { appendMs: append.ms, appendCpuSec: append.cpuSec, readMs: read.ms, readCpuSec: read.cpuSec };
}

async function keepUnderWay(start: (batch: number) => Promise<unknown>): Promise<void> {
  const underWay: Promise<unknown>[] = [];
  for (let batch = 0; batch < BATCHES; batch++) {
    underWay.push(start(batch));
    if (underWay.length >= UNDER_WAY) await underWay.shift();
  }
  await Promise.all(underWay);
}

async function timed(work: () => Promise<unknown>): Promise<{ readonly ms: number; readonly cpuSec: number }> {
  const cpu = process.cpuUsage();
  const started = performance.now();
  await work();
  const used = process.cpuUsage(cpu);
  return { ms: performance.now() - started, cpuSec: (used.user + used.system) / 1e6 };
}

async function inFolder(run: (dir: string) => Promise<RunTimes>): Promise<RunTimes> {
  const dir = await mkdtemp(join(tmpdir(), 'gantry-bench-'));
  try {
    return await run(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

function result(bench: string, { ours, raw }: Runs, part: 'append' | 'read'): BenchResult {
  const total = BATCHES * BATCH_MESSAGES;
  const rates = (runs: readonly RunTimes[]): number[] => runs.map((run) => total / (run[`${part}Ms`] / 1000));
  const oursRates = rates(ours);
  const rawRates = rates(raw);
  return {
    bench,
    value: median(oursRates),
    unit: 'msg/s',
    limit: median(rawRates),
    ratio: median(oursRates.map((rate, run) => rate / (rawRates[run] ?? Number.NaN))),
    runs: RUNS,
    cpuSecPer100k: median(ours.map((run) => (run[`${part}CpuSec`] / total) * 100_000)),
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
