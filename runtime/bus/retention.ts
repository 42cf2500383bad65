import type { Clock, Log } from '@gantry/sdk';
import { toErrorDto } from '@gantry/sdk';
import type { BusFolder } from './folder.ts';
import { listSegmentFiles, removeSegmentFile } from './segmentFiles.ts';
import { decodePlace, readFirst, readHead } from './store.ts';
import type { ChunkPlace, IndexStore, ReleaseKey, SegmentKey } from './store.ts';
import type { KnownTopic, Topics } from './topics.ts';

/** Entries one transaction deletes at the most: small enough not to hold up those who append. */
const SLICE = 400;

/** An unsealed segment that nobody appended to for this long, and that holds nothing, belongs to a writer that died or sleeps. */
const ABANDONED_MS = 60_000;

interface Chunk extends ChunkPlace {
  readonly queue: number;
  readonly first: number;
}

/**
 * Deletes what topics need not keep: by age, by size, and what all readers have released. Index entries go first, chunk by chunk;
 * a segment's file goes once no entry is left in it. Any number of threads and processes may do this at once.
 */
export class RetentionKeeper {
  readonly #folder: BusFolder;
  readonly #store: IndexStore;
  readonly #topics: Topics;
  readonly #clock: Clock;
  readonly #log: Log;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #isClosed = false;

  constructor(options: {
    readonly folder: BusFolder;
    readonly store: IndexStore;
    readonly topics: Topics;
    readonly clock: Clock;
    readonly log: Log;
  }) {
    this.#folder = options.folder;
    this.#store = options.store;
    this.#topics = options.topics;
    this.#clock = options.clock;
    this.#log = options.log;
  }

  /** Looks at all topics again and again. A failure is logged, and tried again the next time. */
  start(intervalMs: number): void {
    this.#timer = setInterval(() => void this.#pass(), intervalMs).unref();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#timer);
    await this.#running;
  }

  /** One pass over all topics. */
  async run(): Promise<void> {
    this.#store.dropStaleReaders();
    for (const topic of this.#topics.all()) {
      if (this.#isClosed) return;
      await this.#trim(topic);
      await this.#dropFreeSegments(topic);
    }
    await this.#sweep();
  }

  /** Notes that a reader has stored everything below the offset, and deletes what nobody needs any more. */
  async release(topic: KnownTopic, queue: number, reader: string, offset: number): Promise<void> {
    const { releases } = this.#store;
    const key: ReleaseKey = [topic.id, queue, reader];
    if (releases.get(key) !== offset) {
      await this.#store.commit(async () => {
        await releases.put(key, offset);
        return true;
      });
    }
    if (topic.retention?.whenReleased !== true) return;
    if (await this.#trimReleased(topic, queue)) await this.#dropFreeSegments(topic);
  }

  /** Deletes all that is left of a topic that was removed. */
  async purge(topicId: number): Promise<void> {
    const { chunks, firsts, releases, segments } = this.#store;
    const range = { start: [topicId], end: [topicId + 1] };
    for (const table of [chunks, firsts, releases]) {
      for (;;) {
        this.#store.refresh();
        const keys = [...table.getKeys({ ...(range as object), limit: SLICE })];
        if (keys.length === 0) break;
        await this.#store.commit(() =>
          table.batch(() => keys.forEach((key) => void (table.remove as (key: unknown) => unknown)(key))),
        );
      }
    }
    // A list: a cursor must not stand open across what is awaited here.
    const left = Array.from(segments.getKeys(range as object));
    for (const key of left) await this.#dropSegment(key as SegmentKey);
  }

  #pass(): Promise<void> {
    this.#running ??= this.run()
      .catch((caught: unknown) => this.#log.warn('retention could not be applied', { error: toErrorDto(caught) }))
      .finally(() => {
        this.#running = undefined;
      });
    return this.#running;
  }

  async #trim(topic: KnownTopic): Promise<void> {
    const { retention } = topic;
    if (retention === undefined) return;
    if (retention.whenReleased === true) {
      for (let queue = 0; queue < topic.queues; queue++) await this.#trimReleased(topic, queue);
    }
    if (retention.ageMs !== undefined) await this.#trimOld(topic, this.#clock.now() - retention.ageMs);
    if (retention.bytes !== undefined) await this.#trimLarge(topic, retention.bytes);
  }

  async #trimReleased(topic: KnownTopic, queue: number): Promise<boolean> {
    this.#store.refresh();
    const range = this.#store.releases.getRange({ start: [topic.id, queue, ''], end: [topic.id, queue + 1, ''] });
    const released = [...range].map((entry) => entry.value);
    return released.length > 0 && this.#deleteBelow(topic, queue, Math.min(...released));
  }

  async #trimOld(topic: KnownTopic, before: number): Promise<void> {
    for (let queue = 0; queue < topic.queues; queue++) {
      let end = 0;
      for (const chunk of this.#chunksOf(topic, queue)) {
        if (chunk.appendedAtMs >= before) break;
        end = chunk.first + chunk.count;
      }
      await this.#deleteBelow(topic, queue, end);
    }
  }

  /** Deletes the oldest chunks, whichever queue they are in, until the topic is small enough. */
  async #trimLarge(topic: KnownTopic, limit: number): Promise<void> {
    let total = this.#topics.describe(topic).queues.reduce((sum, queue) => sum + (queue.bytes ?? 0), 0);
    if (total <= limit) return;
    const queues = Array.from({ length: topic.queues }, (_, queue) => {
      const chunks = this.#chunksOf(topic, queue);
      return { queue, chunks, oldest: chunks.next().value, end: 0 };
    });
    while (total > limit) {
      const [oldest] = queues.filter((one) => one.oldest !== undefined).sort((a, b) => age(a.oldest) - age(b.oldest));
      if (oldest?.oldest === undefined) break;
      total -= oldest.oldest.bytes;
      oldest.end = oldest.oldest.first + oldest.oldest.count;
      oldest.oldest = oldest.chunks.next().value;
    }
    for (const { queue, chunks, end } of queues) {
      chunks.return(undefined);
      await this.#deleteBelow(topic, queue, end);
    }
  }

  *#chunksOf(topic: KnownTopic, queue: number): Generator<Chunk, undefined> {
    const range = this.#store.chunks.getRange({ start: [topic.id, queue, 0], end: [topic.id, queue + 1, 0] });
    for (const { key, value } of range) yield { queue, first: key[2], ...decodePlace(value) };
    return undefined;
  }

  /** Deletes the chunks that lie wholly below the offset, and raises the queue's first offset with them. Whether there were any. */
  async #deleteBelow(topic: KnownTopic, queue: number, offset: number): Promise<boolean> {
    const { firsts, chunks } = this.#store;
    let deleted = false;
    for (;;) {
      this.#store.refresh();
      const first = readFirst(this.#store, topic.id, queue);
      const head = readHead(this.#store, topic.id, queue);
      if (head === undefined || first >= offset) return deleted;
      const range = [
        ...chunks.getRange({ start: [topic.id, queue, first], end: [topic.id, queue, offset], limit: SLICE }),
      ];
      const whole = range.filter(({ key, value }) => key[2] + decodePlace(value).count <= offset);
      const last = whole.at(-1);
      if (last === undefined) return deleted;
      const next = last.key[2] + decodePlace(last.value).count;
      const done = await this.#store.commit(() =>
        firsts.ifVersion([topic.id, queue], first + 1, () => {
          void firsts.put([topic.id, queue], next, next + 1);
          for (const { key } of whole) void chunks.remove(key);
        }),
      );
      if (!done) return deleted;
      deleted = true;
    }
  }

  async #dropFreeSegments(topic: KnownTopic): Promise<void> {
    this.#store.refresh();
    const abandonedBefore = this.#clock.now() - ABANDONED_MS;
    const range = [...this.#store.segments.getRange({ start: [topic.id, 0], end: [topic.id + 1, 0], versions: true })];
    for (const { key, value, version } of range) {
      if (!value.sealed && value.appendedAtMs > abandonedBefore) continue;
      if (value.ends.some(([queue, end]) => readFirst(this.#store, topic.id, queue) < end)) continue;
      await this.#dropSegment(key, version);
    }
  }

  /** The entry goes first, and only while it says what was read: then nobody can name a chunk in the file any more. */
  async #dropSegment(key: SegmentKey, version?: number): Promise<void> {
    const { segments } = this.#store;
    const gone = await this.#store.commit(() => {
      if (version === undefined) return segments.remove(key);
      return segments.ifVersion(key, version, () => void segments.remove(key));
    });
    if (gone) await removeSegmentFile(this.#folder.segments, ...key);
  }

  /** Removes what processes killed in the middle of something left behind: files without entries, entries of deleted topics. */
  async #sweep(): Promise<void> {
    // Files are listed before entries are looked at: a segment is in the index before its file is made.
    const files = await listSegmentFiles(this.#folder.segments);
    this.#store.refresh();
    for (const { topic, segment } of files) {
      if (!this.#store.segments.doesExist([topic, segment]))
        await removeSegmentFile(this.#folder.segments, topic, segment);
    }
    const known = new Set(this.#topics.all().map((topic) => topic.id));
    const left = [...this.#store.segments.getKeys({})].map(([topic]) => topic).filter((topic) => !known.has(topic));
    for (const topic of new Set(left)) await this.purge(topic);
  }
}

function age(chunk: Chunk | undefined): number {
  return chunk?.appendedAtMs ?? Number.POSITIVE_INFINITY;
}
