import { CancelledError, toGantryError } from '@gantry/sdk';
import type { Position, SourceDefinition } from '@gantry/sdk';
import { backoffDelayMs } from './backoff.ts';
import { TASK_ERRORS } from './errors.ts';
import type { TaskEnvironment } from './taskEnvironment.ts';
import type { TaskProgress } from './types.ts';

const STORE_BACKOFF = { backoffMs: 200, maxBackoffMs: 10_000 };

/** Stores what was acknowledged, at most once per interval, by itself: a source that waits for data does not hold it up. */
export class ProgressCommitter {
  private newest: TaskProgress | undefined;
  private stored: TaskProgress | undefined;
  private nextAtMs: number;
  private running: Promise<void> | undefined;
  private drain = false;
  /** P4: a store that refused once (another owns the task) is not asked again. */
  private refused = false;
  private readonly wakeDrain = new AbortController();
  private readonly env: TaskEnvironment;
  private readonly onStored: (progress: TaskProgress) => void;

  constructor(env: TaskEnvironment, onStored: (progress: TaskProgress) => void) {
    this.env = env;
    this.onStored = onStored;
    this.nextAtMs = env.clock.now() + env.limits.commitIntervalMs;
  }

  /** Whether all that was offered is stored. */
  get isCaughtUp(): boolean {
    return this.newest === this.stored;
  }

  /** Everything up to this progress is durable where it was sent to. */
  offer(progress: TaskProgress): void {
    this.newest = progress;
    if (!this.refused) this.running ??= this.run();
  }

  /** Stores now what was offered last. Throws nothing: a refusal halts the task. */
  async flush(): Promise<void> {
    this.drain = true;
    this.wakeDrain.abort();
    if (!this.isCaughtUp && !this.refused) this.running ??= this.run();
    await this.running;
  }

  private async run(): Promise<void> {
    try {
      while (!this.isCaughtUp) {
        await this.waitForTurn();
        const progress = this.newest as TaskProgress;
        await storeProgress(this.env, progress);
        this.stored = progress;
        this.nextAtMs = this.env.clock.now() + this.env.limits.commitIntervalMs;
        this.onStored(progress);
      }
    } catch (caught) {
      this.refused = true;
      this.env.control.halt(toGantryError(caught));
    } finally {
      this.running = undefined;
    }
  }

  private async waitForTurn(): Promise<void> {
    const waitMs = this.nextAtMs - this.env.clock.now();
    if (this.drain || waitMs <= 0) return;
    await this.env.clock.sleep(waitMs, this.wakeDrain.signal).catch(ignoreCancelled);
  }
}

/**
 * Stores progress, again and again while the store is only out of reach. Throws what it refuses for good, `cluster.stale_owner` first
 * of all: the task must not write anything after that.
 */
export async function storeProgress(env: TaskEnvironment, progress: TaskProgress): Promise<void> {
  for (let failures = 1; ; failures++) {
    try {
      return await env.commit(progress);
    } catch (caught) {
      const error = toGantryError(caught);
      if (!error.retryable) throw error;
      env.figures.addError(error);
      const delayMs = backoffDelayMs(STORE_BACKOFF, failures, env.random, error.retryAfterMs);
      await env.clock.sleep(delayMs, env.control.haltSignal);
    }
  }
}

/** Refuses positions that go back (P3). */
export class PositionGuard {
  private last: Position | null;
  private readonly definition: Pick<SourceDefinition, 'isAtOrAfter'>;
  private readonly node: string;

  constructor(definition: Pick<SourceDefinition, 'isAtOrAfter'>, node: string, start: Position | null) {
    this.definition = definition;
    this.node = node;
    this.last = start;
  }

  /** Throws `task.position_stepped_back` when the source says the position lies before the last one. */
  advance(next: Position): void {
    // P3: nothing read from here on is delivered under a position before one that may already be stored.
    if (this.last !== null && this.definition.isAtOrAfter?.(next, this.last) === false) {
      throw TASK_ERRORS.error('position_stepped_back', {
        message: `${this.node} gave the position ${JSON.stringify(next)}, which lies before ${JSON.stringify(this.last)}`,
        hint: 'If the source was replaced or cut, reset the position to read it anew.',
      });
    }
    this.last = next;
  }
}

function ignoreCancelled(caught: unknown): void {
  if (!(caught instanceof CancelledError)) throw caught;
}
