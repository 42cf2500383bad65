import type { Timers } from './timers.ts';

/** Time that moves only when a test says so. */
export interface ManualTimers extends Timers {
  /** Moves on and makes the calls that fall due, in their order. */
  advance(ms: number): void;
}

export function manualTimers(): ManualTimers {
  let nowMs = 0;
  let pending: { readonly atMs: number; readonly call: () => void }[] = [];
  return {
    now: () => nowMs,
    after: (ms, call) => {
      const entry = { atMs: nowMs + ms, call };
      pending.push(entry);
      return () => {
        pending = pending.filter((other) => other !== entry);
      };
    },
    advance: (ms) => {
      const endMs = nowMs + ms;
      for (;;) {
        const next = pending.filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0];
        if (next === undefined) break;
        pending = pending.filter((other) => other !== next);
        nowMs = next.atMs;
        next.call();
      }
      nowMs = endMs;
    },
  };
}
