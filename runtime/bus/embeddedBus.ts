import type { Bus, BusMessage, BusProducer, BusReader, Clock, Log, StartAt, TopicInfo, TopicSpec } from '@gantry/sdk';
import { encodedBound } from './chunk.ts';
import { BUS_ERRORS, closedError, queueUnknown } from './errors.ts';
import { prepareFolder } from './folder.ts';
import type { BusFolder } from './folder.ts';
import { MAX_MESSAGE_BYTES } from './limits.ts';
import { QueueReader } from './queueReader.ts';
import { RetentionKeeper } from './retention.ts';
import { SegmentWriter } from './segmentWriter.ts';
import { SpanReader } from './spanReader.ts';
import { openStore, readFirst, readHead } from './store.ts';
import type { IndexStore } from './store.ts';
import { TopicWriter } from './topicWriter.ts';
import { Topics } from './topics.ts';
import type { KnownTopic } from './topics.ts';
import { Wakeups } from './wakeups.ts';

const RETENTION_INTERVAL_MS = 30_000;

/** Where the embedded bus is, and what it works with. */
export interface EmbeddedBusOptions {
  /** Made where it is missing. Threads and processes that name the same folder share one bus. */
  readonly dir: string;
  readonly log: Log;
  readonly clock: Clock;
  /** How often age and size limits are applied; 30 s where left out. What was released goes at once. */
  readonly retentionIntervalMs?: number;
}

/**
 * Opens the bus in a folder of this machine. Throws `bus.folder_not_writable`, `bus.folder_corrupt`, `bus.format_newer`,
 * `bus.disk_full`, `bus.too_many_readers`.
 */
export async function openEmbeddedBus(options: EmbeddedBusOptions): Promise<Bus> {
  const folder = await prepareFolder(options.dir);
  const store = openStore(folder);
  return new EmbeddedBus(options, folder, store);
}

/** A writer that the producers of one topic share, so that their sends go to disk together. */
interface SharedWriter {
  readonly writer: TopicWriter;
  users: number;
}

class EmbeddedBus implements Bus {
  readonly #options: EmbeddedBusOptions;
  readonly #folder: BusFolder;
  readonly #store: IndexStore;
  readonly #topics: Topics;
  readonly #wakeups: Wakeups;
  readonly #retention: RetentionKeeper;
  readonly #writers = new Map<number, SharedWriter>();
  readonly #open = new Set<{ close(): Promise<void> }>();
  #closing: Promise<void> | undefined;

  constructor(options: EmbeddedBusOptions, folder: BusFolder, store: IndexStore) {
    const { clock, log } = options;
    this.#options = options;
    this.#folder = folder;
    this.#store = store;
    this.#topics = new Topics(store);
    this.#wakeups = new Wakeups(folder.dir, store, clock);
    this.#retention = new RetentionKeeper({ folder, store, topics: this.#topics, clock, log });
    this.#retention.start(options.retentionIntervalMs ?? RETENTION_INTERVAL_MS);
  }

  async ensureTopic(spec: TopicSpec): Promise<TopicInfo> {
    this.#checkOpen();
    return this.#topics.ensure(spec);
  }

  async describeTopic(name: string): Promise<TopicInfo | undefined> {
    this.#checkOpen();
    const topic = this.#topics.find(name);
    return topic === undefined ? undefined : this.#topics.describe(topic);
  }

  async listTopics(): Promise<readonly TopicInfo[]> {
    this.#checkOpen();
    return this.#topics.all().map((topic) => this.#topics.describe(topic));
  }

  async deleteTopic(name: string): Promise<void> {
    this.#checkOpen();
    const topic = this.#topics.get(name);
    if (!(await this.#topics.remove(topic))) return this.deleteTopic(name);
    for (let queue = 0; queue < topic.queues; queue++) this.#wakeups.notify(topic.id, queue);
    await this.#retention.purge(topic.id);
  }

  async producer(name: string): Promise<BusProducer> {
    this.#checkOpen();
    const topic = this.#topics.get(name);
    const shared = this.#writerOf(topic);
    shared.users += 1;
    const producer = new EmbeddedProducer(topic, this.#topics, shared.writer, async () => {
      this.#open.delete(producer);
      shared.users -= 1;
      if (shared.users > 0) return;
      this.#writers.delete(topic.id);
      await shared.writer.close();
    });
    this.#open.add(producer);
    return producer;
  }

  async reader(name: string, queue: number, start: StartAt): Promise<BusReader> {
    this.#checkOpen();
    const topic = this.#topics.get(name);
    checkQueue(topic, queue);
    const reader = new QueueReader({
      topicName: name,
      topic: topic.id,
      queue,
      next: this.#startOffset(topic, queue, start),
      store: this.#store,
      spans: new SpanReader({ folder: this.#folder, store: this.#store, topic, queue, clock: this.#options.clock }),
      wakeups: this.#wakeups,
      closed: () => this.#open.delete(reader),
    });
    this.#open.add(reader);
    return reader;
  }

  async release(name: string, queue: number, reader: string, offset: number): Promise<void> {
    this.#checkOpen();
    checkOffset(offset);
    const topic = this.#topics.get(name);
    checkQueue(topic, queue);
    await this.#retention.release(topic, queue, reader, offset);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#wakeups.close();
    await Promise.all([...this.#open].map((one) => one.close()));
    await this.#retention.close();
    await this.#store.close();
  }

  #checkOpen(): void {
    if (this.#closing !== undefined) throw closedError('the bus');
  }

  #writerOf(topic: KnownTopic): SharedWriter {
    const known = this.#writers.get(topic.id);
    if (known !== undefined) return known;
    const { clock } = this.#options;
    const segments = new SegmentWriter({ folder: this.#folder, store: this.#store, clock, topic: topic.id });
    const writer = new TopicWriter({
      topicName: topic.name,
      topic: topic.id,
      store: this.#store,
      segments,
      clock,
      appended: (queue) => this.#wakeups.notify(topic.id, queue),
    });
    const shared = { writer, users: 0 };
    this.#writers.set(topic.id, shared);
    return shared;
  }

  #startOffset(topic: KnownTopic, queue: number, start: StartAt): number {
    if (start === 'earliest') return readFirst(this.#store, topic.id, queue);
    const end = readHead(this.#store, topic.id, queue)?.next ?? 0;
    if (start === 'latest') return end;
    checkOffset(start);
    if (start <= end) return start;
    throw BUS_ERRORS.error('offset_beyond_end', {
      message: `position ${start} of ${topic.name}/${queue} lies after its end at ${end}`,
      hint: 'The topic was deleted and made again since that position was stored: reset the positions of the pipeline.',
    });
  }
}

class EmbeddedProducer implements BusProducer {
  #topic: KnownTopic;
  readonly #topics: Topics;
  readonly #writer: TopicWriter;
  readonly #closed: () => Promise<void>;
  #closing: Promise<void> | undefined;

  constructor(topic: KnownTopic, topics: Topics, writer: TopicWriter, closed: () => Promise<void>) {
    this.#topic = topic;
    this.#topics = topics;
    this.#writer = writer;
    this.#closed = closed;
  }

  async send(queue: number, messages: readonly BusMessage[]): Promise<number> {
    if (this.#closing !== undefined) throw closedError(`the producer of ${this.#topic.name}`);
    this.#checkQueue(queue);
    const bytes = this.#measure(messages);
    if (messages.length === 0) return this.#topics.describe(this.#topic).queues[queue]?.next ?? 0;
    return this.#writer.send(queue, messages, bytes);
  }

  close(): Promise<void> {
    this.#closing ??= this.#closed();
    return this.#closing;
  }

  #checkQueue(queue: number): void {
    if (Number.isInteger(queue) && queue >= 0 && queue < this.#topic.queues) return;
    // It may have been widened since.
    this.#topic = this.#topics.get(this.#topic.name);
    checkQueue(this.#topic, queue);
  }

  #measure(messages: readonly BusMessage[]): number {
    let bytes = 0;
    for (const message of messages) {
      const size = encodedBound(message);
      if (size > MAX_MESSAGE_BYTES) throw this.#tooLarge(size);
      bytes += size;
    }
    return bytes;
  }

  #tooLarge(bytes: number): Error {
    const mebibytes = (size: number): string => `${Math.ceil(size / 1024 / 1024)} MiB`;
    return BUS_ERRORS.error('message_too_large', {
      message: `a message of ${mebibytes(bytes)} for topic ${this.#topic.name} is larger than the bus takes, ${mebibytes(MAX_MESSAGE_BYTES)}`,
      hint: 'Filter or split such records before the topic, or send a reference to the data instead.',
    });
  }
}

function checkQueue(topic: KnownTopic, queue: number): void {
  if (!Number.isInteger(queue) || queue < 0 || queue >= topic.queues)
    throw queueUnknown(topic.name, queue, topic.queues);
}

function checkOffset(offset: number): void {
  if (Number.isSafeInteger(offset) && offset >= 0) return;
  throw BUS_ERRORS.error('offset_invalid', { message: `${offset} is no offset: offsets are whole numbers from 0` });
}
