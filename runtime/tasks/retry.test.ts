import { describe, expect, it } from 'vitest';
import { CancelledError } from '@gantry/sdk';
import { backoffDelayMs, mayRetry } from './backoff.ts';
import { isolate } from './isolate.ts';
import { withRetries } from './retry.ts';
import type { RetryPause, RetrySurroundings } from './retry.ts';
import { error, rejection, STOP } from './test-support/testTask.ts';

function around(
  signal = new AbortController().signal,
): RetrySurroundings & { pauses: (RetryPause | undefined)[]; slept: number[] } {
  const pauses: (RetryPause | undefined)[] = [];
  const slept: number[] = [];
  return {
    pauses,
    slept,
    clock: { now: () => 1000, sleep: async (ms) => void slept.push(ms) },
    random: () => 1,
    signal,
    onRetry: (pause) => void pauses.push(pause),
  };
}

describe('backoffDelayMs', () => {
  it('doubles up to the maximum, anywhere below that by chance, and never earlier than asked for', () => {
    const plan = { backoffMs: 100, maxBackoffMs: 1000 };
    expect([1, 2, 3, 4, 5, 99].map((attempt) => backoffDelayMs(plan, attempt, () => 1))).toEqual([
      100, 200, 400, 800, 1000, 1000,
    ]);
    expect(backoffDelayMs(plan, 3, () => 0)).toBe(0);
    expect(backoffDelayMs(plan, 1, () => 0.5, 30_000)).toBe(30_000);
  });

  it('grants as many retries as planned, or any number', () => {
    expect([0, 2, -1].map((retries) => [1, 2, 3].map((failures) => mayRetry({ retries }, failures)))).toEqual([
      [false, false, false],
      [true, true, false],
      [true, true, true],
    ]);
  });
});

describe('withRetries', () => {
  it('tells of each pause and of the success after it', async () => {
    const world = around();
    let tries = 0;
    const result = await withRetries({ ...STOP, backoffMs: 10, maxBackoffMs: 1000 }, world, async () => {
      if (++tries < 3) throw error('db.down', { retryable: true });
      return 'stored';
    });
    expect([result, world.slept, world.pauses.map((pause) => pause?.nextAttemptAtMs)]).toEqual([
      'stored',
      [10, 20],
      [1010, 1020, undefined],
    ]);
  });

  it('repeats neither what cannot help nor what was cancelled', async () => {
    for (const cause of [error('row.bad'), new CancelledError()]) {
      const world = around();
      expect(await rejection(withRetries(STOP, world, async () => Promise.reject(cause)))).toBe(cause);
      expect(world.slept).toEqual([]);
    }
  });

  it('gives up with a cancellation when it is stopped', async () => {
    const stopped = AbortSignal.abort();
    const caught = await rejection(
      withRetries(STOP, around(stopped), async () => Promise.reject(error('db.down', { retryable: true }))),
    );
    expect(caught).toBeInstanceOf(CancelledError);
  });
});

describe('isolate', () => {
  it('finds every item at fault, in order, with few attempts', async () => {
    const items = Array.from({ length: 64 }, (_, n) => n);
    const happened: (number | string)[] = [];
    let attempts = 0;
    await isolate(items, error('batch.bad'), {
      attempt: async (some) => {
        attempts += 1;
        if (some.some((n) => n === 9 || n === 40)) throw error('batch.bad');
        happened.push(...some);
      },
      refuse: async (index) => void happened.push(`refused ${index}`),
    });
    expect(happened).toEqual(items.map((n) => (n === 9 || n === 40 ? `refused ${n}` : n)));
    expect(attempts).toBeLessThan(26);
  });
});
