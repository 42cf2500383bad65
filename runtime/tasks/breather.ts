import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '@gantry/sdk';

const MAX_TURN_MS = 20;

/**
 * Lets the thread's other work in. A loop whose every await is answered at once (a source that has its data in memory, a filter
 * that lets nothing pass) would never give timers and messages from the member a turn.
 */
export class Breather {
  private readonly clock: Clock;
  private turnStartedMs: number;

  constructor(clock: Clock) {
    this.clock = clock;
    this.turnStartedMs = clock.now();
  }

  async breathe(): Promise<void> {
    if (this.clock.now() - this.turnStartedMs < MAX_TURN_MS) return;
    await nextTurn();
    this.turnStartedMs = this.clock.now();
  }
}
