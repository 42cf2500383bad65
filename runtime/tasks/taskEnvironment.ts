import type { Bus, Clock, GantryError, Log } from '@gantry/sdk';
import type { ComponentMaker } from './components.ts';
import type { FigureBook } from './figures.ts';
import type { TaskLimits } from './protocol.ts';
import type { RetryPause } from './retry.ts';
import type { SampleBook } from './samples.ts';
import type { TaskAssignment, TaskProgress } from './types.ts';

/** What a loop needs of the world: one attempt of one task, wherever it is hosted. */
export interface TaskEnvironment {
  readonly assignment: TaskAssignment;
  /** Where to start; null at the very first start. */
  readonly progress: TaskProgress | null;
  /** Stores progress on the member. Throws `cluster.stale_owner` when another owns the task now. */
  commit(progress: TaskProgress): Promise<void>;
  readonly bus: Bus;
  readonly components: ComponentMaker;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  readonly limits: TaskLimits;
  readonly figures: FigureBook;
  readonly samples: SampleBook;
  readonly control: TaskControl;
  /** The task has opened everything, or works again after a pause. */
  onRunning(): void;
  /** It waits before it tries something again. */
  onRetry(pause: RetryPause): void;
}

/** The ways a task is told to come to an end. */
export class TaskControl {
  private readonly stopping = new AbortController();
  private readonly halting = new AbortController();
  private finishListener: (() => void) | undefined;
  /** Why the task was halted. */
  haltedBy: GantryError | undefined;
  /** Whether it is to end once it has drained its queues. */
  finishing = false;

  /** Fires when nothing more is to be read: on stop, and on halt. */
  get stopSignal(): AbortSignal {
    return this.stopping.signal;
  }

  /** Fires when nothing more may be done at all: another owns the task, or it is broken. */
  get haltSignal(): AbortSignal {
    return this.halting.signal;
  }

  stop(): void {
    this.stopping.abort();
  }

  /** Ends the work at once with this error, from outside the loop: a commit was refused, a send failed for good. */
  halt(error: GantryError): void {
    this.haltedBy ??= error;
    this.halting.abort();
    this.stopping.abort();
  }

  finish(): void {
    this.finishing = true;
    this.finishListener?.();
  }

  onFinish(listener: () => void): void {
    this.finishListener = listener;
    if (this.finishing) listener();
  }
}
