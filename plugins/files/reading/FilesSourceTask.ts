import type { Position, SourceBatch, SourceTask, TaskContext } from '@gantry/sdk';
import { CancelledError } from '@gantry/sdk';
import type { FilesSourceConfig } from '../config.ts';
import { FILES_ERRORS } from '../errors.ts';
import { statFile } from './fileIdentity.ts';
import type { FileStat } from './fileIdentity.ts';
import { FileReader } from './fileReader.ts';
import type { FileBatch } from './fileReader.ts';
import { isInShare, listFiles } from './fileSet.ts';
import type { FileShare } from './fileSet.ts';
import { entriesOf, toPosition } from './position.ts';
import type { FileEntries, FileEntry } from './position.ts';
import { takeUpEntries } from './takeUp.ts';
import type { KnownFile } from './takeUp.ts';

const FRESH: FileEntry = { offset: 0, line: 0 };

/**
 * Reads its share of the files one after the other, by name. A followed path is looked at again when there is nothing
 * left: files that grew, new ones, rotated and truncated ones.
 */
export class FilesSourceTask implements SourceTask {
  readonly #context: TaskContext<FilesSourceConfig>;
  readonly #share: FileShare;
  readonly #isFollowing: boolean;
  /** Every file that was begun. The one being read is brought up to date when it is left. */
  #entries = new Map<string, FileEntry>();
  /** The entries of all but the file being read, as the position has them; made anew only when another is read. */
  #others: FileEntries = {};
  #queue: KnownFile[] = [];
  #reader: FileReader | undefined;
  /** The file being read gets no more lines, so its last one is complete. */
  #isComplete = false;
  /** Files that were read as far as they went: looked at again only when they differ. */
  readonly #exhausted = new Map<string, FileStat>();

  constructor(context: TaskContext<FilesSourceConfig>, share: FileShare | null) {
    this.#context = context;
    this.#share = share ?? { index: 0, of: 1 };
    this.#isFollowing = context.config.follow;
  }

  async open(position: Position | null): Promise<void> {
    this.#entries = entriesOf(position);
    // Files that were read may have been cleared away since; what is missing and not read is an error all the same.
    await this.#lookAgain(true, this.#isFollowing || position !== null);
  }

  async read(signal: AbortSignal): Promise<SourceBatch | null> {
    for (;;) {
      if (signal.aborted) throw new CancelledError();
      this.#reader ??= await this.#openNext();
      if (this.#reader) {
        const batch = await this.#reader.next(this.#isComplete, signal);
        if (batch) return this.#toBatch(this.#reader, batch);
        if (this.#isComplete) {
          await this.#finish(this.#reader);
          continue;
        }
        if (await this.#notice(this.#reader)) continue;
      } else if (!this.#isFollowing) {
        return null;
      }
      await this.#lookAgain(false, true);
      if (this.#queue.length > 0) await this.#leave();
      else await this.#context.clock.sleep(this.#context.config.pollIntervalMs, signal);
    }
  }

  async close(): Promise<void> {
    const reader = this.#reader;
    this.#reader = undefined;
    await reader?.close();
  }

  async #openNext(): Promise<FileReader | undefined> {
    for (let file = this.#queue.shift(); file; file = this.#queue.shift()) {
      const { path } = file;
      const reader = await FileReader.open(path, this.#entries.get(path) ?? FRESH, this.#context.config);
      if (reader) {
        this.#isComplete = !this.#isFollowing || reader.isCompressed || file.isLeftover === true;
        this.#entries.delete(path);
        this.#others = Object.fromEntries(this.#entries);
        this.#entries.set(path, reader.entry);
        return reader;
      }
      if (!this.#isFollowing) throw vanishedError(path);
    }
    return undefined;
  }

  /** A file was read to its very end. */
  async #finish(reader: FileReader): Promise<void> {
    this.#reader = undefined;
    await reader.close();
    // A plain file may have grown since it was opened; of a compressed one only its size then is known.
    const finished = reader.isPlain ? reader.rawBytes() : reader.stat.sizeBytes;
    this.#entries.set(reader.path, { ...withoutLayout(reader.entry), finished });
  }

  /** Leaves the file being read for others; it is taken up again when it has grown. */
  async #leave(): Promise<void> {
    const reader = this.#reader;
    if (!reader) return;
    this.#reader = undefined;
    await reader.close();
    this.#entries.set(reader.path, reader.entry);
  }

  /**
   * A followed file has no complete line left: has something happened to it? One that was rotated is read to its last byte
   * through the handle that is still open; one that was truncated is left, and begins anew. True when there is more to do.
   */
  async #notice(reader: FileReader): Promise<boolean> {
    const stat = await statFile(reader.path);
    if (stat === undefined) return false;
    if (stat.inode !== reader.stat.inode) {
      this.#isComplete = true;
      return true;
    }
    this.#exhausted.set(reader.path, stat);
    if (stat.sizeBytes < reader.rawBytes()) await this.#leave();
    return false;
  }

  /** Lists the files and queues those that have something to read. */
  async #lookAgain(compareHeads: boolean, mayBeMissing: boolean): Promise<void> {
    const { config, log } = this.#context;
    const listed: KnownFile[] = [];
    for (const path of await listFiles(config.path, mayBeMissing)) {
      if (!isInShare(path, this.#share)) continue;
      const stat = await statFile(path);
      if (stat) listed.push({ path, stat });
    }
    if (this.#reader) this.#entries.set(this.#reader.path, this.#reader.entry);
    const look = { compareHeads, isRecoded: config.encoding !== 'utf-8' };
    const { entries, files, vanished } = await takeUpEntries(this.#entries, listed, look, log);
    if (vanished[0] !== undefined && !this.#isFollowing) throw vanishedError(vanished[0]);
    this.#entries = entries;
    this.#queue = files.filter((file) => file.path !== this.#reader?.path && this.#hasNews(file));
  }

  #hasNews({ path, stat }: KnownFile): boolean {
    const entry = this.#entries.get(path);
    if (entry?.finished !== undefined) return entry.finished !== stat.sizeBytes;
    const exhausted = this.#exhausted.get(path);
    return exhausted === undefined || exhausted.inode !== stat.inode || exhausted.sizeBytes !== stat.sizeBytes;
  }

  #toBatch(reader: FileReader, batch: FileBatch): SourceBatch {
    const position = (entry: FileEntry): Position => toPosition(this.#others, reader.path, entry);
    const failures = batch.failures.map(({ entryBefore, ...failure }) => ({
      ...failure,
      positionBefore: position(entryBefore),
    }));
    const queuedBytes = this.#queue.reduce((sum, file) => sum + file.stat.sizeBytes, 0);
    return {
      records: batch.records,
      position: position(batch.entry),
      ...(failures.length === 0 ? {} : { failures }),
      lag: { bytes: Math.max(0, reader.stat.sizeBytes - reader.rawBytes()) + queuedBytes },
    };
  }
}

/** Columns and types are only of use while a file is being read. */
function withoutLayout(entry: FileEntry): FileEntry {
  const { csv: _, ...rest } = entry;
  return rest;
}

function vanishedError(path: string) {
  return FILES_ERRORS.error('vanished', {
    message: `${path} was there and is gone before it was read to its end`,
    hint: 'Put it back, or reset the position to read what is there now.',
  });
}
