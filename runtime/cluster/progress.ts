import type { Clock, Json, Position } from '@gantry/sdk';
import type { ProgressPort, TaskAssignment, TaskProgress } from '../tasks/index.ts';
import { CLUSTER_ERRORS } from './errors.ts';
import { KEYS, asRecord, stored } from './records.ts';
import type { OffsetRecord, PositionRecord, SinkStateRecord } from './records.ts';
import type { Store, StoreEntry, StoreWrite } from './store/types.ts';

export interface ProgressOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** Whether a source's position lies at or after another, as its plugin says; undefined where it cannot tell. */
  readonly isAtOrAfter: (sourceType: string, next: Position, current: Position) => boolean | undefined;
}

/** What is stored of a task, as far as this member knows: nobody else writes it while the task is owned here. */
type Known = { readonly position: Position | null } | { readonly offsets: Map<string, number> };

/**
 * Positions in the store. Every commit is one transaction that holds only while the task's owner key is the one this member
 * wrote (P4): its revision is the assignment's epoch. The store joins commits that come at the same time into one write.
 */
export class StoredProgress implements ProgressPort {
  readonly #options: ProgressOptions;
  readonly #known = new Map<string, Known>();

  constructor(options: ProgressOptions) {
    this.#options = options;
  }

  async load(assignment: TaskAssignment): Promise<TaskProgress | null> {
    return assignment.connector.kind === 'source' ? this.#loadSource(assignment) : this.#loadSink(assignment);
  }

  async commit(assignment: TaskAssignment, progress: TaskProgress): Promise<void> {
    this.#refuseBackwards(assignment, progress);
    const result = await this.#options.store.transact({
      checks: [{ key: KEYS.owner(taskRef(assignment)), revision: assignment.epoch }],
      writes:
        progress.kind === 'source' ? this.#sourceWrites(assignment, progress) : this.#sinkWrites(assignment, progress),
    });
    if (!result.committed) throw staleOwner(assignment);
    this.#remember(assignment, progress);
  }

  async #loadSource(assignment: TaskAssignment): Promise<TaskProgress | null> {
    const entry = await this.#options.store.get(KEYS.position(taskRef(assignment)));
    const record = entry === undefined ? undefined : asRecord<PositionRecord>(entry.value);
    this.#known.set(assignment.id, { position: record?.position ?? null });
    return record === undefined ? null : { kind: 'source', position: record.position, ended: record.ended };
  }

  async #loadSink(assignment: TaskAssignment): Promise<TaskProgress | null> {
    const { store } = this.#options;
    const { pipeline } = assignment;
    const { node } = assignment.connector;
    const [entries, state] = await Promise.all([
      store.list(KEYS.offsets(pipeline, node)),
      store.get(KEYS.sinkState(taskRef(assignment))),
    ]);
    const offsets = offsetsOf(entries);
    this.#known.set(assignment.id, { offsets: new Map(Object.entries(offsets)) });
    if (entries.length === 0 && state === undefined) return null;
    return { kind: 'sink', offsets, state: state === undefined ? null : asRecord<SinkStateRecord>(state.value).state };
  }

  /** P3: a position never steps back unless a person asked, and persons ask while no task runs. */
  #refuseBackwards(assignment: TaskAssignment, progress: TaskProgress): void {
    const known = this.#known.get(assignment.id);
    if (known === undefined) return;
    if (progress.kind === 'source' && 'position' in known) {
      const { isAtOrAfter } = this.#options;
      const { connector } = assignment;
      if (known.position === null || connector.kind !== 'source') return;
      const back =
        progress.position === null || isAtOrAfter(connector.type, progress.position, known.position) === false;
      if (back) throw backwards(assignment, known.position, progress.position);
    }
    if (progress.kind === 'sink' && 'offsets' in known) {
      for (const [queue, offset] of Object.entries(progress.offsets)) {
        const before = known.offsets.get(queue) ?? 0;
        if (offset < before) throw backwards(assignment, { [queue]: before }, { [queue]: offset });
      }
    }
  }

  #sourceWrites(assignment: TaskAssignment, progress: TaskProgress & { kind: 'source' }): readonly StoreWrite[] {
    const record: PositionRecord = {
      version: 1,
      position: progress.position,
      ended: progress.ended === true,
      updatedAtMs: this.#options.clock.now(),
    };
    return [{ put: KEYS.position(taskRef(assignment)), value: stored(record) }];
  }

  /** Offsets and state in one: a sink that goes back to its state must find the offsets that belong to it. */
  #sinkWrites(assignment: TaskAssignment, progress: TaskProgress & { kind: 'sink' }): readonly StoreWrite[] {
    const known = this.#known.get(assignment.id);
    const updatedAtMs = this.#options.clock.now();
    const writes: StoreWrite[] = [];
    for (const [topicQueue, offset] of Object.entries(progress.offsets)) {
      if (known !== undefined && 'offsets' in known && known.offsets.get(topicQueue) === offset) continue;
      const { topic, queue } = splitTopicQueue(topicQueue);
      const record: OffsetRecord = { version: 1, topic, queue, offset, updatedAtMs };
      writes.push({
        put: KEYS.offset(assignment.pipeline, assignment.connector.node, topic, queue),
        value: stored(record),
      });
    }
    const state: SinkStateRecord = { version: 1, state: progress.state };
    writes.push({ put: KEYS.sinkState(taskRef(assignment)), value: stored(state) });
    return writes;
  }

  #remember(assignment: TaskAssignment, progress: TaskProgress): void {
    if (progress.kind === 'source') {
      this.#known.set(assignment.id, { position: progress.position });
      return;
    }
    const known = this.#known.get(assignment.id);
    const offsets = known !== undefined && 'offsets' in known ? known.offsets : new Map<string, number>();
    for (const [queue, offset] of Object.entries(progress.offsets)) offsets.set(queue, offset);
    this.#known.set(assignment.id, { offsets });
  }
}

/** `topic/queue`, where the topic may hold a `/` itself. */
export function splitTopicQueue(text: string): { readonly topic: string; readonly queue: number } {
  const slash = text.lastIndexOf('/');
  return { topic: text.slice(0, slash), queue: Number(text.slice(slash + 1)) };
}

/** What the store knows of a sink's offsets, by `topic/queue`. */
export function offsetsOf(entries: readonly StoreEntry[]): { readonly [topicQueue: string]: number } {
  return Object.fromEntries(
    entries.map((entry) => {
      const { topic, queue, offset } = asRecord<OffsetRecord>(entry.value);
      return [`${topic}/${queue}`, offset] as const;
    }),
  );
}

function taskRef(assignment: TaskAssignment): {
  readonly pipeline: string;
  readonly node: string;
  readonly key: string;
} {
  return { pipeline: assignment.pipeline, node: assignment.connector.node, key: assignment.key };
}

function staleOwner(assignment: TaskAssignment): Error {
  return CLUSTER_ERRORS.error('stale_owner', {
    message: `the task ${assignment.id} belongs to another member now (its epoch here is ${assignment.epoch}); its progress was not stored`,
    hint: 'Nothing is lost: the new owner goes on from the last stored position.',
  });
}

function backwards(assignment: TaskAssignment, from: Json, to: Json): Error {
  return CLUSTER_ERRORS.error('position_backwards', {
    message: `the task ${assignment.id} wanted to go back from ${JSON.stringify(from)} to ${JSON.stringify(to)}; it was refused`,
    hint: 'Stop the pipeline and set its position if this is what you want.',
  });
}
