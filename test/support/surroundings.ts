import { setTimeout as after } from 'node:timers/promises';
import { CancelledError } from '@gantry/sdk';
import type { Clock, Log } from '@gantry/sdk';

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    try {
      await after(ms, undefined, signal === undefined ? {} : { signal });
    } catch (cause) {
      throw signal?.aborted === true ? new CancelledError() : cause;
    }
  },
};

/** A log nobody reads. */
export const quietLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
