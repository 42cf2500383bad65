import { CancelledError } from '@gantry/sdk';
import type { Clock } from '@gantry/sdk';
import type { TaskControl } from './taskEnvironment.ts';

/** Slices a second: more would only cost timers, fewer would be bursts. */
const SLICES_PER_SECOND = 20;

/** A token bucket that holds a component to a number of records a second, smoothly: it lets through at most one slice at once. */
export class RateLimit {
  /** How many records to hand over at a time. */
  readonly slice: number;
  private readonly perSecond: number;
  private readonly clock: Clock;
  private freeAtMs = 0;

  constructor(perSecond: number, clock: Clock) {
    this.perSecond = perSecond;
    this.clock = clock;
    this.slice = Math.max(1, Math.floor(perSecond / SLICES_PER_SECOND));
  }

  /**
   * Waits like `take`, but not once the task is told to stop: positions stand only between what was read in one go, so what was
   * passed on of half of it would be passed on again. CancelledError when the task is halted.
   */
  async pace(count: number, control: Pick<TaskControl, 'stopSignal' | 'haltSignal'>): Promise<void> {
    try {
      await this.take(count, control.stopSignal);
    } catch (caught) {
      if (!(caught instanceof CancelledError) || control.haltSignal.aborted) throw caught;
    }
  }

  /** Waits until `count` more records may pass; CancelledError when the signal fires first. */
  async take(count: number, signal: AbortSignal): Promise<void> {
    const nowMs = this.clock.now();
    // Unused time is worth one slice at the most, or a pause would be followed by a burst.
    const startMs = Math.max(this.freeAtMs, nowMs - (1000 * this.slice) / this.perSecond);
    this.freeAtMs = startMs + (1000 * count) / this.perSecond;
    const waitMs = startMs - nowMs;
    if (waitMs > 0) await this.clock.sleep(waitMs, signal);
  }
}
