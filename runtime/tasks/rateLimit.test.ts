import { describe, expect, it } from 'vitest';
import type { Clock } from '@gantry/sdk';
import { RateLimit } from './rateLimit.ts';

/** Time that passes only by sleeping. */
function stillClock(): Clock & { nowMs: number } {
  const clock = {
    nowMs: 1_000_000,
    now: () => clock.nowMs,
    sleep: async (ms: number) => {
      clock.nowMs += ms;
    },
  };
  return clock;
}

const signal = new AbortController().signal;

describe('RateLimit', () => {
  it.each([1, 7, 100, 5000])('lets %i records a second through, evenly', async (perSecond) => {
    const clock = stillClock();
    const limit = new RateLimit(perSecond, clock);
    const start = clock.nowMs;
    let passed = 0;
    while (clock.nowMs - start < 10_000) {
      await limit.take(limit.slice, signal);
      passed += limit.slice;
      const allowed = ((clock.nowMs - start) / 1000) * perSecond + 2 * limit.slice;
      expect(passed).toBeLessThanOrEqual(allowed + 1e-6);
    }
    expect(passed).toBeGreaterThanOrEqual(perSecond * 10);
  });

  it('does not make up for a pause with a burst', async () => {
    const clock = stillClock();
    const limit = new RateLimit(100, clock);
    await limit.take(limit.slice, signal);
    clock.nowMs += 60_000;
    const start = clock.nowMs;
    for (let taken = 0; taken < 100; taken += limit.slice) await limit.take(limit.slice, signal);
    expect(clock.nowMs - start).toBeGreaterThanOrEqual(850);
  });
});
