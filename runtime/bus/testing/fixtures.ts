import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bus, BusMessage, Clock, Log, StoredMessage } from '@gantry/sdk';
import { openEmbeddedBus } from '../embeddedBus.ts';

/** A clock that stands until it is moved; sleeping moves it. */
export interface SteppingClock extends Clock {
  advance(ms: number): void;
}

export function steppingClock(): SteppingClock {
  let now = 1_700_000_000_000;
  return {
    now: () => now,
    sleep: async (ms) => {
      now += ms;
    },
    advance: (ms) => {
      now += ms;
    },
  };
}

export const QUIET: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** A bus in a folder of the test's own. */
export interface TestBus extends AsyncDisposable {
  readonly dir: string;
  readonly bus: Bus;
  readonly clock: SteppingClock;
  /** Closes the bus and opens it again. */
  reopen(): Promise<Bus>;
}

/** Opens a bus that applies retention every `retentionIntervalMs`, in real time. */
export async function testBus(options: { readonly retentionIntervalMs?: number } = {}): Promise<TestBus> {
  const dir = await mkdtemp(join(tmpdir(), 'gantry-bus-'));
  const clock = steppingClock();
  const open = (): Promise<Bus> =>
    openEmbeddedBus({ dir, log: QUIET, clock, retentionIntervalMs: 3_600_000, ...options });
  let bus = await open();
  return {
    dir,
    clock,
    get bus() {
      return bus;
    },
    async reopen() {
      await bus.close();
      bus = await open();
      return bus;
    },
    async [Symbol.asyncDispose]() {
      await bus.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Messages with bodies of one size, numbered from `from`. */
export function messages(count: number, bytes = 10, from = 0): BusMessage[] {
  return Array.from({ length: count }, (_, index) => ({
    key: `k${from + index}`,
    body: Buffer.alloc(bytes, String(from + index)),
    timestampMs: from + index,
  }));
}

/** What is there from an offset on, in one read. */
export async function readFrom(
  bus: Bus,
  topic: string,
  start: number | 'earliest' = 'earliest',
  queue = 0,
): Promise<{ readonly messages: readonly StoredMessage[]; readonly skipped?: number; readonly next: number }> {
  const reader = await bus.reader(topic, queue, start);
  try {
    return await reader.read({ maxMessages: 100_000, maxBytes: 1e9, waitMs: 0 }, new AbortController().signal);
  } finally {
    await reader.close();
  }
}
