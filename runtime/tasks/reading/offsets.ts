import type { Json } from '@gantry/sdk';
import { TASK_ERRORS } from '../errors.ts';
import type { TaskEnvironment } from '../taskEnvironment.ts';
import type { QueueFeed } from './queueFeed.ts';

/** Offsets of the next message to read, by `topic/queue`. */
export type Offsets = { readonly [topicQueue: string]: number };

/** Where a task that reads the bus starts. */
export function startOffsets(env: Pick<TaskEnvironment, 'progress' | 'assignment'>): {
  readonly offsets: Offsets;
  readonly state: Json;
} {
  const { progress, assignment } = env;
  if (progress === null) return { offsets: {}, state: null };
  if (progress.kind === 'sink') return { offsets: progress.offsets, state: progress.state };
  throw TASK_ERRORS.error('progress_unsuitable', {
    message: `the stored progress of ${assignment.id} is that of a source, but it reads the bus`,
    hint: 'Reset the positions of the node.',
  });
}

/** Refuses offsets that go back (P3). */
export class OffsetGuard {
  private readonly stored = new Map<string, number>();

  constructor(env: Pick<TaskEnvironment, 'progress'>) {
    if (env.progress?.kind !== 'sink') return;
    for (const [key, offset] of Object.entries(env.progress.offsets)) this.stored.set(key, offset);
  }

  /** The offsets, which from now on are the least to be stored. Throws `task.position_stepped_back`. */
  advance(offsets: Offsets): Offsets {
    for (const [key, offset] of Object.entries(offsets)) {
      const last = this.stored.get(key) ?? 0;
      // P3: whatever went wrong in the reading, no smaller offset than the one stored is stored.
      if (offset < last) {
        throw TASK_ERRORS.error('position_stepped_back', {
          message: `the offset of ${key} would go back from ${last} to ${offset}`,
          hint: 'Restart the task; it goes on from the stored offset.',
        });
      }
      this.stored.set(key, offset);
    }
    return offsets;
  }
}

/** Tells the bus what it may delete, for topics kept only until their reader has stored them. */
export class Releases {
  private readonly env: TaskEnvironment;
  private readonly topics: ReadonlySet<string>;
  private readonly released = new Map<string, number>();

  constructor(env: TaskEnvironment) {
    this.env = env;
    const plans = env.assignment.spec.topics.filter((topic) => topic.retention.whenReleased === true);
    this.topics = new Set(plans.map((topic) => topic.name));
  }

  /** Called only when these offsets are stored. The reader's name is the node's, since its tasks take each other's queues over. */
  async release(feeds: readonly QueueFeed[], offsets: Offsets): Promise<void> {
    const { bus, assignment } = this.env;
    if (bus.release === undefined) return;
    const reader = `${assignment.pipeline}/${assignment.connector.node}`;
    for (const feed of feeds) {
      const offset = offsets[feed.key] ?? 0;
      if (!this.topics.has(feed.topic) || (this.released.get(feed.key) ?? 0) >= offset) continue;
      await bus.release(feed.topic, feed.queue, reader, offset);
      this.released.set(feed.key, offset);
    }
  }
}
