import { setTimeout as sleep } from 'node:timers/promises';
import { CancelledError } from '@gantry/sdk';
import type { Clock } from '@gantry/sdk';

/** The shell's real clock. */
export const shellClock: Clock = {
  now: Date.now,
  sleep: (ms, signal) =>
    sleep(ms, undefined, signal ? { signal: signal as AbortSignal } : {}).catch(() => {
      throw new CancelledError();
    }),
};
