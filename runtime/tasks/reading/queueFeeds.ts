import type { BusRead, QueueInfo, ReadLimits, TopicInfo } from '@gantry/sdk';
import type { InputPlan } from '../../compile/plan.ts';
import { TASK_ERRORS } from '../errors.ts';
import { closeAll } from '../closeAll.ts';
import type { TaskEnvironment } from '../taskEnvironment.ts';
import { ensuredTopic } from '../topics.ts';
import { QueueFeed } from './queueFeed.ts';

const WAIT_MS = 1000;
const RESCAN_MS = 5000;
const MAX_READ_MESSAGES = 2000;
/** About a thousand records. What one read becomes lives until it is written: a mebibyte of packed records outgrows the young generation. */
const MAX_READ_BYTES = 256 * 1024;
const MIN_READ_BYTES = 16 * 1024;

/** What was taken from one queue. */
export interface Taken {
  readonly feed: QueueFeed;
  readonly read: BusRead;
}

/** The queues a task reads (q % count === index), served in turn. */
export class QueueFeeds {
  readonly feeds: QueueFeed[] = [];
  private readonly env: TaskEnvironment;
  private readonly inputs: readonly InputPlan[];
  private turn = 0;
  private limits: ReadLimits = { maxMessages: 1, maxBytes: MIN_READ_BYTES, waitMs: WAIT_MS };
  private wake: (() => void) | undefined;
  private nextScanMs: number;
  private drainTo: ReadonlyMap<string, number> | undefined;
  private readonly maxMessages: number;

  private constructor(env: TaskEnvironment, inputs: readonly InputPlan[], maxMessages: number) {
    this.maxMessages = maxMessages;
    this.env = env;
    this.inputs = inputs;
    this.nextScanMs = env.clock.now() + RESCAN_MS;
    env.control.stopSignal.addEventListener('abort', () => this.poke(), { once: true });
    env.control.onFinish(() => this.poke());
  }

  /**
   * Opens all queues at the offsets stored for them, or where the plan says. `maxMessages` bounds what one read brings: a slow reader
   * wants its offsets to move on in small steps.
   */
  static async open(
    env: TaskEnvironment,
    inputs: readonly InputPlan[],
    start: 'earliest' | 'latest',
    offsets: { readonly [topicQueue: string]: number },
    maxMessages = MAX_READ_MESSAGES,
  ): Promise<QueueFeeds> {
    const feeds = new QueueFeeds(env, inputs, maxMessages);
    await feeds.scan(offsets, start, (topic) => ensuredTopic(env, topic));
    return feeds;
  }

  /** The next queue's messages, in turn; undefined when none has any by `untilMs`, or when something else is to be looked at. */
  async take(untilMs: number): Promise<Taken | undefined> {
    this.prefetch();
    const ready = this.takeReady();
    if (ready !== undefined) return ready;
    await this.wait(untilMs);
    return this.takeReady();
  }

  /** Whether nothing is waiting in any queue, as far as known. */
  get isCaughtUp(): boolean {
    return this.feeds.every((feed) => feed.done >= feed.end && !feed.isReady);
  }

  get lag(): number {
    return this.feeds.reduce((sum, feed) => sum + feed.lag, 0);
  }

  /** What waits for one input. */
  inputLag(input: number): number {
    return this.feeds.reduce((sum, feed) => (feed.input === input ? sum + feed.lag : sum), 0);
  }

  /** Everything below these offsets is dealt with. */
  get offsets(): { readonly [topicQueue: string]: number } {
    const offsets: Record<string, number> = {};
    // Two inputs may read one topic: what is dealt with is what both have dealt with.
    for (const feed of this.feeds) offsets[feed.key] = Math.min(offsets[feed.key] ?? Infinity, feed.done);
    return offsets;
  }

  /** Whether everything is dealt with that was there when this was first asked: what `finish` drains to. */
  async isDrained(): Promise<boolean> {
    if (this.drainTo === undefined) {
      await this.rescan();
      this.drainTo = new Map(this.feeds.map((feed) => [feed.key, feed.end]));
    }
    return this.feeds.every((feed) => feed.done >= (this.drainTo?.get(feed.key) ?? 0));
  }

  /** Looks for queues the topic got since, now and then. A new queue is read from its beginning, whatever `start` says. */
  async rescanWhenDue(): Promise<void> {
    if (this.env.clock.now() >= this.nextScanMs) await this.rescan();
  }

  async close(): Promise<void> {
    await closeAll(this.env.log, this.feeds);
  }

  private rescan(): Promise<void> {
    return this.scan({}, 'earliest', (topic) => this.env.bus.describeTopic(topic));
  }

  private async scan(
    offsets: { readonly [topicQueue: string]: number },
    start: 'earliest' | 'latest',
    look: (topic: string) => Promise<TopicInfo | undefined>,
  ): Promise<void> {
    this.nextScanMs = this.env.clock.now() + RESCAN_MS;
    for (const [input, plan] of this.inputs.entries()) {
      for (const topic of [plan.topic, ...plan.routedTopics]) {
        const info = await look(topic);
        for (const queue of info?.queues ?? []) await this.openQueue(topic, queue, input, offsets, start);
      }
    }
    this.limits = readLimits(this.env, this.feeds.length, this.maxMessages);
  }

  private async openQueue(
    topic: string,
    info: QueueInfo,
    input: number,
    offsets: { readonly [topicQueue: string]: number },
    start: 'earliest' | 'latest',
  ): Promise<void> {
    const { assignment, bus } = this.env;
    if (info.queue % assignment.count !== assignment.index) return;
    const key = `${topic}/${info.queue}`;
    const open = this.feeds.find((feed) => feed.key === key && feed.input === input);
    if (open !== undefined) {
      open.end = Math.max(open.end, info.next);
      return;
    }
    const from = offsets[key] ?? (start === 'earliest' ? info.first : info.next);
    if (from > info.next) throw beyondEnd(key, from, info.next);
    const reader = await bus.reader(topic, info.queue, from);
    this.feeds.push(
      new QueueFeed({ topic, queue: info.queue, input, start: from, end: info.next }, reader, () => this.poke()),
    );
  }

  private prefetch(): void {
    for (const feed of this.feeds) feed.prefetch(this.limits, this.env.control.stopSignal);
  }

  private takeReady(): Taken | undefined {
    for (let tried = 0; tried < this.feeds.length; tried++) {
      const feed = this.feeds[this.turn++ % this.feeds.length] as QueueFeed;
      if (!feed.isReady) continue;
      const read = feed.take();
      // The next read goes on while this one is worked on.
      feed.prefetch(this.limits, this.env.control.stopSignal);
      if (read !== undefined && (read.messages.length > 0 || read.next > feed.done)) return { feed, read };
    }
    return undefined;
  }

  private async wait(untilMs: number): Promise<void> {
    const { clock, control } = this.env;
    if (control.stopSignal.aborted) return;
    const woken = new AbortController();
    this.wake = () => woken.abort();
    try {
      await clock.sleep(Math.max(0, untilMs - clock.now()), woken.signal);
    } catch (caught) {
      if (!woken.signal.aborted) throw caught;
    } finally {
      this.wake = undefined;
    }
  }

  private poke(): void {
    this.wake?.();
  }
}

/** Reads ahead take at most a quarter of what the task may hold, together. */
function readLimits(env: TaskEnvironment, feeds: number, maxMessages: number): ReadLimits {
  const { maxInFlightRecords, maxInFlightBytes } = env.limits;
  const share = 4 * Math.max(1, feeds);
  return {
    maxMessages: Math.max(1, Math.min(maxMessages, Math.floor(maxInFlightRecords / share))),
    maxBytes: Math.max(MIN_READ_BYTES, Math.min(MAX_READ_BYTES, Math.floor(maxInFlightBytes / share))),
    waitMs: WAIT_MS,
  };
}

function beyondEnd(key: string, offset: number, end: number): Error {
  return TASK_ERRORS.error('position_stepped_back', {
    message: `the stored offset of ${key} is ${offset}, but the queue ends at ${end}: the topic was deleted or replaced`,
    hint: 'Reset the positions of the node to read the topic anew.',
  });
}
