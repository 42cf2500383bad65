import { sameJson } from '../../foundation/index.ts';
import { CancelledError } from '@gantry/sdk';
import type { Clock, Log } from '@gantry/sdk';
import type { TaskDto } from '../../api/contract.ts';
import { KEYS, asRecord, stored } from '../records.ts';
import type { StatusRecord } from '../records.ts';
import type { Store } from '../store/types.ts';
import { NO_FIGURES } from './figures.ts';

/** Changes of this long are written together. */
const SETTLE_MS = 250;

export interface StatusBoardOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly leaseId: () => string;
  /** The pipeline's tasks that run here, as they are now. */
  readonly tasksOf: (pipeline: string) => readonly TaskDto[];
}

/** Tells the other members what the tasks of this one are doing: states and errors when they change, not figures. */
export class StatusBoard {
  readonly #options: StatusBoardOptions;
  readonly #closing = new AbortController();
  readonly #dirty = new Set<string>();
  /** What was written last, by task. */
  readonly #written = new Map<string, TaskDto>();
  #writing: Promise<void> | undefined;

  constructor(options: StatusBoardOptions) {
    this.#options = options;
  }

  /** The pipeline's tasks may have changed. */
  mark(pipeline: string): void {
    if (this.#closing.signal.aborted) return;
    this.#dirty.add(pipeline);
    this.#writing ??= this.#writeSoon();
  }

  /** What other members say of their tasks. */
  async read(pipeline: string): Promise<readonly TaskDto[]> {
    const entries = await this.#options.store.list(KEYS.statuses(pipeline));
    return entries.map((entry) => asRecord<StatusRecord>(entry.value).task);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#writing;
  }

  async #writeSoon(): Promise<void> {
    const { clock, log } = this.#options;
    try {
      while (this.#dirty.size > 0) {
        await clock.sleep(SETTLE_MS, this.#closing.signal);
        await this.#write();
      }
    } catch (caught) {
      // Only a view for other members: the next change writes it anew.
      if (!(caught instanceof CancelledError))
        log.warn('the states of tasks could not be told to other members', { error: caught });
    } finally {
      this.#writing = undefined;
    }
  }

  async #write(): Promise<void> {
    const { store, leaseId, tasksOf } = this.#options;
    const pipelines = [...this.#dirty];
    this.#dirty.clear();
    const changed = pipelines
      .flatMap(tasksOf)
      .map(withoutFigures)
      .filter((task) => !sameJson(this.#written.get(task.id), task));
    if (changed.length === 0) return;
    const lease = leaseId();
    await store.transact({
      writes: changed.map((task) => ({ put: KEYS.status(task), value: stored({ version: 1, task }), lease })),
    });
    for (const task of changed) this.#written.set(task.id, task);
  }
}

function withoutFigures(task: TaskDto): TaskDto {
  return { ...task, figures: NO_FIGURES };
}
