import type { Clock } from '@gantry/sdk';
import { BUS_ERRORS } from './errors.ts';
import { ChunkCursor, chunkDamage } from './chunk.ts';
import type { BusFolder } from './folder.ts';
import { SPAN_TARGET_BYTES } from './limits.ts';
import { closeSegmentFile, openSegmentFile, readFully, segmentPath } from './segmentFiles.ts';
import { decodePlace } from './store.ts';
import type { ChunkPlace, IndexStore } from './store.ts';

/** Most chunks of one span: single messages make small ones. */
const SPAN_CHUNKS = 256;

/**
 * Younger chunks are taken without their checksum: they come from the memory they were written from moments ago, not from a
 * disk that may have damaged them, and the index names only what was synced. Checking them too would cost a tailing reader a
 * third of its speed.
 */
const FRESH_MS = 10_000;

/** A named chunk. */
interface NamedChunk extends ChunkPlace {
  readonly first: number;
}

/** Chunks of a queue that lie behind one another in one segment, so that one read brings them all. */
export interface Span {
  readonly first: number;
  /** The offset after its last message. */
  readonly next: number;
  readonly chunks: readonly NamedChunk[];
}

/** A span's bytes in memory, checked chunk by chunk as they are reached. */
export interface LoadedSpan {
  readonly span: Span;
  readonly bytes: Buffer;
}

/** A segment that loads are under way from. */
interface OpenFile {
  readonly opening: Promise<number>;
  users: number;
}

/** Finds and reads the chunks of one queue. Plain reads, not mapped memory: what was read once does not stay resident (P8). */
export class SpanReader {
  readonly #folder: BusFolder;
  readonly #store: IndexStore;
  readonly #topicName: string;
  readonly #topic: number;
  readonly #queue: number;
  readonly #clock: Clock;
  readonly #files = new Map<number, OpenFile>();
  /** Kept open between loads, since the next is most likely from it. */
  #latest: number | undefined;

  constructor(options: {
    readonly folder: BusFolder;
    readonly store: IndexStore;
    readonly topic: { readonly name: string; readonly id: number };
    readonly queue: number;
    readonly clock: Clock;
  }) {
    this.#folder = options.folder;
    this.#store = options.store;
    this.#topicName = options.topic.name;
    this.#topic = options.topic.id;
    this.#queue = options.queue;
    this.#clock = options.clock;
  }

  /** The span that begins with the chunk which holds the offset; undefined where the index has none. */
  find(offset: number): Span | undefined {
    const { chunks } = this.#store;
    const [holding] = chunks.getKeys({
      start: [this.#topic, this.#queue, offset],
      end: [this.#topic, this.#queue, -1],
      reverse: true,
      limit: 1,
    });
    if (holding === undefined) return undefined;
    const found: NamedChunk[] = [];
    let bytes = 0;
    const range = chunks.getRange({ start: holding, end: [this.#topic, this.#queue + 1, -1], limit: SPAN_CHUNKS });
    for (const { key, value } of range) {
      const chunk = { first: key[2], ...decodePlace(value) };
      const last = found.at(-1);
      if (last !== undefined && !(follows(last, chunk) && bytes + chunk.bytes <= SPAN_TARGET_BYTES)) break;
      found.push(chunk);
      bytes += chunk.bytes;
    }
    const last = found.at(-1);
    if (found[0] === undefined || last === undefined) return undefined;
    const next = last.first + last.count;
    return offset < next ? { first: found[0].first, next, chunks: found } : undefined;
  }

  /** Reads a span; several may be under way. Throws `bus.chunk_corrupt` where the file is gone or too short. */
  async load(span: Span): Promise<LoadedSpan> {
    const [first] = span.chunks;
    if (first === undefined) throw new RangeError('a span has at least one chunk');
    const bytes = Buffer.allocUnsafeSlow(span.chunks.reduce((sum, chunk) => sum + chunk.bytes, 0));
    const file = this.#use(first.segment, span);
    try {
      const filled = await readFully(await file.opening, bytes, first.position);
      if (filled < bytes.length) throw this.#corrupt(span, first.segment, 'cut short');
      return { span, bytes };
    } finally {
      file.users -= 1;
      await this.#closeUnused();
    }
  }

  /** A cursor over one of the span's chunks. Throws `bus.chunk_corrupt` where it is damaged. */
  cursor(loaded: LoadedSpan, index: number): ChunkCursor {
    const chunk = loaded.span.chunks[index];
    const base = loaded.span.chunks[0];
    if (chunk === undefined || base === undefined) throw new RangeError(`the span has no chunk ${index}`);
    const start = chunk.position - base.position;
    const bytes = loaded.bytes.subarray(start, start + chunk.bytes);
    const isFresh = this.#clock.now() - chunk.appendedAtMs < FRESH_MS;
    const damage = isFresh ? undefined : chunkDamage(bytes, chunk.count);
    if (damage !== undefined) {
      throw this.#corrupt({ first: chunk.first, next: chunk.first + chunk.count }, chunk.segment, damage);
    }
    return new ChunkCursor(bytes, this.#queue, chunk.first, chunk.count);
  }

  /** Lets the files go, so that a deleted segment gives its space back; the next load opens what it needs. */
  async rest(): Promise<void> {
    this.#latest = undefined;
    await this.#closeUnused();
  }

  #use(segment: number, span: Span): OpenFile {
    const file = this.#files.get(segment) ?? { opening: this.#open(segment, span), users: 0 };
    file.users += 1;
    this.#files.set(segment, file);
    this.#latest = segment;
    return file;
  }

  async #closeUnused(): Promise<void> {
    for (const [segment, file] of this.#files) {
      if (file.users > 0 || segment === this.#latest) continue;
      this.#files.delete(segment);
      const fd = await file.opening.catch(() => undefined);
      if (fd !== undefined) await closeSegmentFile(fd);
    }
  }

  async #open(segment: number, span: Span): Promise<number> {
    try {
      return await openSegmentFile(this.#folder.segments, this.#topic, segment);
    } catch (caught) {
      if (this.#latest === segment) this.#latest = undefined;
      if ((caught as NodeJS.ErrnoException).code === 'ENOENT')
        throw this.#corrupt(span, segment, 'file is missing', caught);
      throw BUS_ERRORS.error('store_failed', {
        message: `the segment ${segmentPath(this.#folder.segments, this.#topic, segment)} cannot be read: ${(caught as Error).message}`,
        cause: caught,
      });
    }
  }

  #corrupt(
    range: { readonly first: number; readonly next: number },
    segment: number,
    damage: string,
    cause?: unknown,
  ): Error {
    const file = segmentPath(this.#folder.segments, this.#topic, segment);
    return BUS_ERRORS.error('chunk_corrupt', {
      message: `messages ${range.first} to ${range.next - 1} of ${this.#topicName}/${this.#queue} are damaged in ${file}: ${damage}`,
      hint: `Restore the file from a backup, or set the reader's position to ${range.next} to go on without them.`,
      cause,
    });
  }
}

function follows(last: NamedChunk, chunk: NamedChunk): boolean {
  return (
    chunk.segment === last.segment &&
    chunk.position === last.position + last.bytes &&
    chunk.first === last.first + last.count
  );
}
