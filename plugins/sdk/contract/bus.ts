import type { Capabilities } from './capabilities.ts';
import type { ComponentInfo } from './component.ts';
import type { ComponentContext } from './context.ts';

/** A message before it is on the bus. @public */
export interface BusMessage {
  readonly key: string | Uint8Array | null;
  /** Null is a tombstone. */
  readonly body: Uint8Array | null;
  readonly properties?: { readonly [name: string]: string };
  /** When it happened at the source, Unix milliseconds. */
  readonly timestampMs: number;
}

/** A message as the bus has it. @public */
export interface StoredMessage extends BusMessage {
  readonly queue: number;
  /** Grows by one per message of a queue; below 2^53. */
  readonly offset: number;
}

/** How long a topic keeps messages; what is left out does not limit. @public */
export interface Retention {
  readonly ageMs?: number;
  readonly bytes?: number;
  /** Delete what every reader has stored durably, as `release` tells: for topics nobody else reads. */
  readonly whenReleased?: boolean;
}

/** A topic as a pipeline wants it. @public */
export interface TopicSpec {
  readonly name: string;
  readonly queues: number;
  readonly retention?: Retention;
}

/** A queue's extent: offsets from `first` (inclusive) to `next` (exclusive) are there. @public */
export interface QueueInfo {
  readonly queue: number;
  readonly first: number;
  readonly next: number;
  readonly bytes?: number;
}

/** A topic as the bus has it. @public */
export interface TopicInfo {
  readonly name: string;
  readonly queues: readonly QueueInfo[];
  readonly retention?: Retention;
}

/** Sends to one topic. @public */
export interface BusProducer {
  /**
   * Appends messages to one queue and resolves with the offset of the first once all are durable. Calls may overlap: messages
   * are stored in the order of the calls (P5). A rejected call stored none of them.
   */
  send(queue: number, messages: readonly BusMessage[]): Promise<number>;
  close(): Promise<void>;
}

/** How much one read may bring. @public */
export interface ReadLimits {
  readonly maxMessages: number;
  /** At least one message is returned whatever its size. */
  readonly maxBytes: number;
  /** How long to wait when there is none. */
  readonly waitMs: number;
}

/** What one read brought. @public */
export interface BusRead {
  readonly messages: readonly StoredMessage[];
  /** Where the next read goes on: after the last message, also past offsets that retention has removed. */
  readonly next: number;
  /** The end of the queue at the time of reading: lag is `end - next`. */
  readonly end: number;
  /** Set when offsets between the one asked for and the first returned were deleted before they were read. */
  readonly skipped?: number;
}

/** Reads one queue of a topic from an offset, one read at a time. @public */
export interface BusReader {
  read(limits: ReadLimits, signal: AbortSignal): Promise<BusRead>;
  close(): Promise<void>;
}

/** Where a reader without a position starts. An offset below the first existing one starts there, and says what it skipped. @public */
export type StartAt = number | 'earliest' | 'latest';

/** An open bus. Used by one thread; several threads and processes may each open the same one. @public */
export interface Bus {
  /** Creates the topic, or widens its queues and changes its retention; never narrows. Idempotent. */
  ensureTopic(topic: TopicSpec): Promise<TopicInfo>;
  /** Undefined where there is none. */
  describeTopic(name: string): Promise<TopicInfo | undefined>;
  listTopics(): Promise<readonly TopicInfo[]>;
  deleteTopic(name: string): Promise<void>;
  producer(topic: string): Promise<BusProducer>;
  reader(topic: string, queue: number, start: StartAt): Promise<BusReader>;
  /** Tells that `reader` (a stable name) has durably stored everything below the offset, for `whenReleased` retention. */
  release?(topic: string, queue: number, reader: string, offset: number): Promise<void>;
  close(): Promise<void>;
}

/** A kind of bus. @public */
export interface BusDefinition<Config = unknown> extends ComponentInfo, Capabilities<Config> {
  openBus(context: ComponentContext<Config>): Promise<Bus>;
}
