import { CancelledError, GantryError } from '@gantry/sdk';
import type { BusRead, BusReader, ReadLimits, StoredMessage } from '@gantry/sdk';
import type { ChunkCursor } from './chunk.ts';
import { BUS_ERRORS, closedError, topicUnknown } from './errors.ts';
import type { LoadedSpan, SpanReader } from './spanReader.ts';
import { readFirst, readHead } from './store.ts';
import type { IndexStore } from './store.ts';
import type { Wakeups } from './wakeups.ts';

/** What a queue reader works with. */
export interface QueueReaderOptions {
  readonly topicName: string;
  readonly topic: number;
  readonly queue: number;
  /** Offset it starts at. */
  readonly next: number;
  readonly store: IndexStore;
  readonly spans: SpanReader;
  readonly wakeups: Wakeups;
  /** Called once it is closed. */
  readonly closed: () => void;
}

/** A span on its way from the disk. */
interface SpanAhead {
  readonly first: number;
  readonly next: number;
  readonly loading: Promise<LoadedSpan>;
}

/** How many spans are under way while one is read: one alone leaves the disk waiting for us, and us for the disk. */
const SPANS_AHEAD = 2;

/** Reads one queue in order. While it reads one span of chunks, the next are on their way from the disk. */
export class QueueReader implements BusReader {
  readonly #options: QueueReaderOptions;
  #next: number;
  #skipped = 0;
  #loaded: LoadedSpan | undefined;
  #chunkIndex = 0;
  #cursor: ChunkCursor | undefined;
  #ahead: readonly SpanAhead[] = [];
  #isClosed = false;
  #collecting: Promise<void> | undefined;

  constructor(options: QueueReaderOptions) {
    this.#options = options;
    this.#next = options.next;
  }

  async read(limits: ReadLimits, signal: AbortSignal): Promise<BusRead> {
    this.#checkUsable(signal);
    let end = this.#end();
    if (this.#next >= end && limits.waitMs > 0) {
      await this.#letGo();
      const { topic, queue } = this.#options;
      await this.#options.wakeups.wait(topic, queue, this.#next, limits.waitMs, signal);
      this.#checkUsable(signal);
      end = this.#end();
    }
    const messages: StoredMessage[] = [];
    if (this.#next < end) {
      this.#collecting = this.#collect(messages, limits, end);
      await this.#collecting;
    }
    const skipped = this.#skipped;
    this.#skipped = 0;
    return { messages, next: this.#next, end: Math.max(end, this.#next), ...(skipped > 0 ? { skipped } : {}) };
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    // Its failure belongs to whoever reads; here only the file must not be closed under it.
    await this.#collecting?.catch(() => undefined);
    await this.#letGo();
    this.#options.closed();
  }

  #checkUsable(signal: AbortSignal): void {
    if (this.#isClosed) throw closedError(`the reader of ${this.#options.topicName}/${this.#options.queue}`);
    if (signal.aborted) throw new CancelledError('the read was cancelled');
  }

  #end(): number {
    const { store, topic, topicName, queue } = this.#options;
    store.refresh();
    const head = readHead(store, topic, queue);
    if (head === undefined) throw topicUnknown(topicName);
    return head.next;
  }

  async #collect(messages: StoredMessage[], limits: ReadLimits, end: number): Promise<void> {
    let room = limits.maxBytes;
    if (this.#cursor === undefined || this.#cursor.done) await this.#advance(end);
    while (this.#cursor !== undefined) {
      const cursor = this.#cursor;
      while (!cursor.done && messages.length < limits.maxMessages) {
        room -= cursor.nextBytes;
        if (room < 0 && messages.length > 0) return;
        const message = cursor.next();
        messages.push(message);
        this.#next = message.offset + 1;
      }
      // What comes next costs a read from the disk: whoever asked can work on what is here in the meantime.
      if (!cursor.done || !this.#openNext()) return;
    }
  }

  /** A damaged chunk is reported by the read that begins with it: the messages before it are not to be lost with it. */
  #openNext(): boolean {
    try {
      return this.#openChunk(this.#chunkIndex + 1);
    } catch {
      return false;
    }
  }

  /** Makes the cursor stand at the next message, or leaves it undefined where all that is left was deleted. */
  async #advance(end: number): Promise<void> {
    this.#cursor = undefined;
    if (this.#openChunk(this.#chunkIndex + 1)) return;
    this.#loaded = undefined;
    while (this.#next < end) {
      try {
        const loaded = await this.#load();
        if (loaded === undefined) return;
        this.#loaded = loaded;
        this.#loadAhead(loaded.span.next, end);
        this.#openChunk(loaded.span.chunks.findIndex((chunk) => this.#next < chunk.first + chunk.count));
        return;
      } catch (caught) {
        this.#loaded = undefined;
        // Retention may have taken the file between finding and reading it: then the start has moved on, and so do we.
        if (!(caught instanceof GantryError) || caught.code !== 'bus.chunk_corrupt' || !this.#skipDeleted())
          throw caught;
      }
    }
  }

  async #load(): Promise<LoadedSpan | undefined> {
    const { spans, store, topicName, queue } = this.#options;
    const [ahead, ...later] = this.#ahead;
    if (ahead?.first === this.#next) {
      this.#ahead = later;
      return ahead.loading;
    }
    await this.#dropAhead();
    store.refresh();
    this.#skipDeleted();
    const span = spans.find(this.#next);
    if (span !== undefined) return spans.load(span);
    if (this.#next >= this.#end()) return undefined;
    throw BUS_ERRORS.error('chunk_corrupt', {
      message: `the index of ${topicName}/${queue} has nothing at offset ${this.#next}, which lies inside the queue`,
      hint: 'Restore the folder from a backup, or set the position of the reader to a later offset.',
    });
  }

  #loadAhead(from: number, end: number): void {
    while (this.#ahead.length < SPANS_AHEAD) {
      const last = this.#ahead.at(-1);
      const first = last?.next ?? from;
      const span = first < end ? this.#options.spans.find(first) : undefined;
      if (span === undefined) return;
      const loading = this.#options.spans.load(span);
      // Heard when its turn comes; a failure must not count as unhandled until then.
      loading.catch(() => undefined);
      this.#ahead = [...this.#ahead, { first, next: span.next, loading }];
    }
  }

  async #dropAhead(): Promise<void> {
    const ahead = this.#ahead;
    this.#ahead = [];
    await Promise.allSettled(ahead.map(({ loading }) => loading));
  }

  #openChunk(index: number): boolean {
    const loaded = this.#loaded;
    if (loaded === undefined || index < 0 || index >= loaded.span.chunks.length) return false;
    const cursor = this.#options.spans.cursor(loaded, index);
    cursor.skipTo(this.#next);
    this.#chunkIndex = index;
    this.#cursor = cursor;
    return true;
  }

  /** Goes on at the first offset that is still there; counts what was deleted unread. */
  #skipDeleted(): boolean {
    const { store, topic, queue } = this.#options;
    store.refresh();
    const first = readFirst(store, topic, queue);
    if (first <= this.#next) return false;
    this.#skipped += first - this.#next;
    this.#next = first;
    return true;
  }

  /** Idle readers hold neither memory nor files. */
  async #letGo(): Promise<void> {
    this.#loaded = undefined;
    this.#cursor = undefined;
    this.#chunkIndex = 0;
    await this.#dropAhead();
    await this.#options.spans.rest();
  }
}
