import type { Clock } from '@gantry/sdk';
import { CancelledError } from '@gantry/sdk';

interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

/** A clock that stands still until a test moves it. */
export class ManualClock implements Clock {
  #nowMs: number;
  #sleepers: Sleeper[] = [];

  constructor(startMs = 1_750_000_000_000) {
    this.#nowMs = startMs;
  }

  now(): number {
    return this.#nowMs;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(new CancelledError());
      const sleeper: Sleeper = { atMs: this.#nowMs + ms, wake: done };
      const cancel = (): void => {
        this.#sleepers = this.#sleepers.filter((each) => each !== sleeper);
        reject(new CancelledError());
      };
      function done(): void {
        signal?.removeEventListener('abort', cancel);
        resolve();
      }
      signal?.addEventListener('abort', cancel, { once: true });
      this.#sleepers.push(sleeper);
    });
  }

  /** Moves time on, waking sleepers in order, and lets what they start (also disk work) settle. */
  async pass(ms: number): Promise<void> {
    const target = this.#nowMs + ms;
    for (;;) {
      const due = this.#sleepers.filter((each) => each.atMs <= target).sort((a, b) => a.atMs - b.atMs)[0];
      if (due === undefined) break;
      this.#sleepers = this.#sleepers.filter((each) => each !== due);
      this.#nowMs = Math.max(this.#nowMs, due.atMs);
      due.wake();
      await settle();
    }
    this.#nowMs = target;
    await settle();
  }
}

/** A few turns of the event loop: enough for promises and one round of disk work to come back. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve));
}
