import { open } from 'lmdb';
import type { Database, RootDatabase } from 'lmdb';
import type { Retention } from '@gantry/sdk';
import { toGantryError } from '@gantry/sdk';
import type { GantryError } from '@gantry/sdk';
import { BUS_ERRORS } from './errors.ts';
import { diskFull } from './folder.ts';
import type { BusFolder } from './folder.ts';
import { MAX_READER_SLOTS } from './limits.ts';

/** What is written to disk today; a folder with a higher number is left alone. */
export const FORMAT = 1;

/** A topic by its name. `id` is new each time a topic is made, so that nothing of a deleted namesake comes back. */
export interface TopicEntry {
  readonly id: number;
  readonly queues: number;
  readonly retention?: Retention;
}

/** The end of a queue. Its version in the store is `next + 1`: whoever appends names it, so no offset is given twice. */
export interface QueueHead {
  readonly next: number;
  /** Bytes ever appended, so that the bytes between two places are a subtraction. */
  readonly bytesEver: number;
}

/** Where a chunk lies. Its key is topic id, queue and first offset. */
export interface ChunkPlace {
  readonly segment: number;
  readonly position: number;
  readonly bytes: number;
  readonly count: number;
  /** The queue's `bytesEver` before it. */
  readonly bytesBefore: number;
  /** When it was appended, Unix milliseconds: what retention by age goes by, since messages may carry old timestamps. */
  readonly appendedAtMs: number;
}

/** A segment file: written by one writer only, who alone changes this record until it is removed. */
export interface SegmentEntry {
  /** Offset after the last message each queue has in it. */
  readonly ends: readonly (readonly [queue: number, end: number])[];
  readonly appendedAtMs: number;
  readonly sealed: boolean;
}

export type QueueKey = [topic: number, queue: number];
export type ChunkKey = [topic: number, queue: number, first: number];
export type SegmentKey = [topic: number, segment: number];
export type ReleaseKey = [topic: number, queue: number, reader: string];

/**
 * The index: LMDB tables that say where messages lie. It holds no messages, so it stays small and its pages cost little memory.
 * All writes are conditional batches that LMDB's own thread runs through: no callback into JavaScript while the write lock is
 * held, so a task's thread can be ended at any moment without taking the lock with it.
 */
export interface IndexStore {
  readonly root: RootDatabase;
  readonly topics: Database<TopicEntry, string>;
  readonly heads: Database<Buffer, QueueKey>;
  /** First offset of each queue; version is `first + 1`. Apart from heads, so that retention and producers never collide. */
  readonly firsts: Database<number, QueueKey>;
  readonly chunks: Database<Buffer, ChunkKey>;
  readonly segments: Database<SegmentEntry, SegmentKey>;
  readonly releases: Database<number, ReleaseKey>;
  /** Runs conditional writes; false when the condition did not hold. Resolves once durable: on disk after a loss of power. */
  commit(write: () => Promise<boolean>): Promise<boolean>;
  /** Lets reads see what was committed by now. */
  refresh(): void;
  /** Grows with each commit of any process. */
  lastCommit(): number;
  /** Frees the reader slots of processes that were killed. */
  dropStaleReaders(): void;
  close(): Promise<void>;
}

export function openStore(folder: BusFolder): IndexStore {
  try {
    return openTables(folder);
  } catch (caught) {
    throw storeError(folder.dir, caught);
  }
}

function openTables(folder: BusFolder): IndexStore {
  const root = open({
    path: folder.dir,
    noSubdir: false,
    maxDbs: 12,
    maxReaders: MAX_READER_SLOTS,
    // A commit is visible only once it is on disk. With LMDB's overlapping sync a reader could see, and a sink store, messages
    // that a loss of power takes back; their offsets would then be given to others (P1, P2).
    overlappingSync: false,
  });
  const meta = root.openDB<number, string>({ name: 'meta' });
  checkFormat(folder.dir, meta.get('format'));
  const tables = {
    topics: root.openDB<TopicEntry, string>({ name: 'topics', useVersions: true }),
    heads: root.openDB<Buffer, QueueKey>({ name: 'heads', encoding: 'binary', useVersions: true }),
    firsts: root.openDB<number, QueueKey>({ name: 'firsts', useVersions: true }),
    chunks: root.openDB<Buffer, ChunkKey>({ name: 'chunks', encoding: 'binary' }),
    segments: root.openDB<SegmentEntry, SegmentKey>({ name: 'segments', useVersions: true }),
    releases: root.openDB<number, ReleaseKey>({ name: 'releases' }),
  };
  if (meta.get('format') === undefined) meta.putSync('format', FORMAT);
  root.readerCheck();
  return {
    root,
    ...tables,
    commit: (write) => commit(folder.dir, write),
    refresh: () => root.resetReadTxn(),
    lastCommit: () => (root.getStats() as { lastTxnId: number }).lastTxnId,
    dropStaleReaders: () => void root.readerCheck(),
    close: () => root.close(),
  };
}

function checkFormat(dir: string, format: number | undefined): void {
  if (format === undefined || format <= FORMAT) return;
  throw BUS_ERRORS.error('format_newer', {
    message: `the bus folder ${dir} has format ${format}, this Gantry reads up to ${FORMAT}`,
    hint: 'Use the Gantry that wrote it, or a newer one.',
  });
}

async function commit(dir: string, write: () => Promise<boolean>): Promise<boolean> {
  try {
    return await write();
  } catch (caught) {
    throw storeError(dir, await commitCause(caught));
  }
}

/** lmdb rejects with a wrapper whose `commitError` is a promise that rejects with the cause. */
async function commitCause(caught: unknown): Promise<unknown> {
  const pending = (caught as { commitError?: Promise<never> }).commitError;
  if (pending === undefined) return caught;
  return pending.then(
    () => caught,
    (cause: unknown) => cause,
  );
}

function storeError(dir: string, caught: unknown): GantryError {
  const known = toGantryError(caught);
  if (known.code !== 'internal.unexpected') return known;
  const { code, message } = caught as { code?: unknown; message?: string };
  const text = message ?? String(caught);
  if (code === 28 || code === 'ENOSPC' || code === -30792 || /MDB_MAP_FULL|No space left/.test(text))
    return diskFull(dir, caught);
  if (code === -30790 || /MDB_READERS_FULL/.test(text)) {
    return BUS_ERRORS.error('too_many_readers', {
      message: `more than ${MAX_READER_SLOTS} threads use the bus folder ${dir} at once`,
      hint: 'Run fewer tasks per machine, or give some members another data folder.',
      cause: caught,
    });
  }
  if (code === -30796 || code === -30797 || code === -30793 || /MDB_(CORRUPTED|PAGE_NOTFOUND|INVALID)/.test(text)) {
    return BUS_ERRORS.error('folder_corrupt', {
      message: `the index of the bus folder ${dir} is damaged: ${text}`,
      hint: 'Restore the folder from a backup, or move it away: a new bus starts empty.',
      cause: caught,
    });
  }
  return BUS_ERRORS.error('store_failed', {
    message: `the store of the bus folder ${dir} failed: ${text}`,
    cause: caught,
  });
}

const HEAD_BYTES = 16;

export function encodeHead(head: QueueHead): Buffer {
  const bytes = Buffer.allocUnsafe(HEAD_BYTES);
  bytes.writeDoubleLE(head.next, 0);
  bytes.writeDoubleLE(head.bytesEver, 8);
  return bytes;
}

/** Undefined where the topic was deleted. */
export function readHead(store: IndexStore, topic: number, queue: number): QueueHead | undefined {
  const bytes = store.heads.get([topic, queue]);
  return bytes === undefined ? undefined : { next: bytes.readDoubleLE(0), bytesEver: bytes.readDoubleLE(8) };
}

/** 0 until retention has deleted something. */
export function readFirst(store: IndexStore, topic: number, queue: number): number {
  return store.firsts.get([topic, queue]) ?? 0;
}

const PLACE_BYTES = 40;

export function encodePlace(place: ChunkPlace): Buffer {
  const bytes = Buffer.allocUnsafe(PLACE_BYTES);
  bytes.writeDoubleLE(place.segment, 0);
  bytes.writeUInt32LE(place.bytes, 8);
  bytes.writeUInt32LE(place.count, 12);
  bytes.writeDoubleLE(place.position, 16);
  bytes.writeDoubleLE(place.bytesBefore, 24);
  bytes.writeDoubleLE(place.appendedAtMs, 32);
  return bytes;
}

export function decodePlace(bytes: Buffer): ChunkPlace {
  return {
    segment: bytes.readDoubleLE(0),
    bytes: bytes.readUInt32LE(8),
    count: bytes.readUInt32LE(12),
    position: bytes.readDoubleLE(16),
    bytesBefore: bytes.readDoubleLE(24),
    appendedAtMs: bytes.readDoubleLE(32),
  };
}
