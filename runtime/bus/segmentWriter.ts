import { GantryError } from '@gantry/sdk';
import type { Clock } from '@gantry/sdk';
import { BUS_ERRORS } from './errors.ts';
import { diskFull } from './folder.ts';
import type { BusFolder } from './folder.ts';
import { SEGMENT_BYTES } from './limits.ts';
import {
  closeSegmentFile,
  createSegmentFile,
  newId,
  removeSegmentFile,
  syncSegmentFile,
  writeFully,
} from './segmentFiles.ts';
import type { IndexStore, SegmentEntry, SegmentKey } from './store.ts';

/** A segment this writer appends to, and what the index says of it. */
export interface OpenSegment {
  readonly key: SegmentKey;
  readonly fd: number;
  /** Where the next bytes go. */
  position: number;
  /** Of its entry in the index. */
  version: number;
  readonly ends: Map<number, number>;
}

/** Where bytes were put. */
export interface Placed {
  readonly segment: OpenSegment;
  readonly position: number;
  /** Resolves once they are on disk. */
  readonly synced: Promise<void>;
}

/** Writes the segment files of one topic for one thread: no two writers ever share a file, so none needs a lock. */
export class SegmentWriter {
  readonly #folder: BusFolder;
  readonly #store: IndexStore;
  readonly #clock: Clock;
  readonly #topic: number;
  #current: OpenSegment | undefined;
  /** Made ahead, so that rolling over does not hold up a write. */
  #upcoming: Promise<OpenSegment> | undefined;
  /** Full ones whose last chunks may not be named yet, oldest first. */
  #full: OpenSegment[] = [];
  /** Writes go one after the other, as each begins where the last ended. */
  #lastWrite: Promise<unknown> = Promise.resolve();
  #lastSync: Promise<unknown> = Promise.resolve();

  constructor(options: {
    readonly folder: BusFolder;
    readonly store: IndexStore;
    readonly clock: Clock;
    readonly topic: number;
  }) {
    this.#folder = options.folder;
    this.#store = options.store;
    this.#clock = options.clock;
    this.#topic = options.topic;
  }

  /**
   * Resolves once the bytes are written, so that the next can be written while these are synced. Nobody sees them before the
   * index names them.
   */
  write(bytes: Uint8Array): Promise<Placed> {
    const written = this.#lastWrite.then(() => this.#write(bytes));
    this.#lastWrite = written.catch(() => undefined);
    return written;
  }

  async #write(bytes: Uint8Array): Promise<Placed> {
    try {
      const segment = await this.#room();
      const position = segment.position;
      await writeFully(segment.fd, bytes, position);
      segment.position += bytes.byteLength;
      const synced = this.#lastSync.then(() => this.#sync(segment));
      this.#lastSync = synced.catch(() => undefined);
      return { segment, position, synced };
    } catch (caught) {
      throw this.#writeError(caught);
    }
  }

  /** The entry that says what the segment holds. */
  entry(segment: OpenSegment, sealed: boolean): SegmentEntry {
    return { ends: [...segment.ends], appendedAtMs: this.#clock.now(), sealed };
  }

  /** Retention took this segment away while the thread was idle: whatever is not named yet must be written anew. */
  forget(segment: OpenSegment): void {
    if (this.#current === segment) {
      this.#current = undefined;
      this.#full.push(segment);
    }
  }

  /** Seals the full segments before this one: bytes are named in the order they were written, so all in those are named. */
  async sealBefore(segment: OpenSegment): Promise<void> {
    const at = this.#full.indexOf(segment);
    const named = this.#full.splice(0, at === -1 ? this.#full.length : at);
    for (const one of named) await this.#seal(one);
  }

  /** Seals what is open; nothing may be under way. */
  async close(): Promise<void> {
    const upcoming = await this.#upcoming?.catch(() => undefined);
    const open = [...this.#full, this.#current, upcoming].filter((segment) => segment !== undefined);
    this.#full = [];
    this.#current = undefined;
    this.#upcoming = undefined;
    for (const segment of open) await this.#seal(segment);
  }

  async #room(): Promise<OpenSegment> {
    if (this.#current !== undefined && this.#current.position >= SEGMENT_BYTES) {
      this.#full.push(this.#current);
      this.#current = undefined;
    }
    if (this.#current === undefined) {
      const upcoming = this.#upcoming ?? this.#create();
      this.#upcoming = undefined;
      this.#current = await upcoming;
    }
    if (this.#current.position >= SEGMENT_BYTES / 2 && this.#upcoming === undefined) {
      this.#upcoming = this.#create();
      // Looked at when it is needed; a failure must not count as unhandled until then.
      this.#upcoming.catch(() => undefined);
    }
    return this.#current;
  }

  /** In the index first: a file without an entry is rubbish that anybody may delete. */
  async #create(): Promise<OpenSegment> {
    const key: SegmentKey = [this.#topic, newId()];
    const empty: SegmentEntry = { ends: [], appendedAtMs: this.#clock.now(), sealed: false };
    await this.#store.commit(() => this.#store.segments.put(key, empty, 1));
    const fd = await createSegmentFile(this.#folder.segments, ...key);
    return { key, fd, position: 0, version: 1, ends: new Map() };
  }

  /** After a failed sync nobody knows what is on disk, and a second sync may wrongly succeed: the segment is given up. */
  async #sync(segment: OpenSegment): Promise<void> {
    try {
      await syncSegmentFile(segment.fd);
    } catch (caught) {
      this.forget(segment);
      throw this.#writeError(caught);
    }
  }

  async #seal(segment: OpenSegment): Promise<void> {
    await closeSegmentFile(segment.fd);
    const { segments } = this.#store;
    const isEmpty = segment.ends.size === 0;
    const done = await this.#store.commit(() =>
      segments.ifVersion(segment.key, segment.version, () => {
        if (isEmpty) void segments.remove(segment.key);
        else void segments.put(segment.key, this.entry(segment, true), segment.version + 1);
      }),
    );
    if (isEmpty && done) await removeSegmentFile(this.#folder.segments, ...segment.key);
  }

  #writeError(caught: unknown): GantryError {
    if (caught instanceof GantryError) return caught;
    const { code } = caught as NodeJS.ErrnoException;
    if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(this.#folder.dir, caught);
    return BUS_ERRORS.error('store_failed', {
      message: `a segment in ${this.#folder.segments} could not be written: ${(caught as Error).message}`,
      cause: caught,
    });
  }
}
