import { CancelledError } from '@gantry/sdk';
import type { GantryRecord, SourceFailure } from '@gantry/sdk';
import type { FilesSourceConfig } from '../config.ts';
import { FILES_ERRORS } from '../errors.ts';
import { CHUNK_BYTES, detectCompression, openByteStream } from './byteStream.ts';
import type { ByteStream } from './byteStream.ts';
import { csvSchema, findLayout } from './csvLayout.ts';
import type { FoundLayout } from './csvLayout.ts';
import { csvRows } from './csvRows.ts';
import { fileFormat } from './fileFormat.ts';
import { headSignature, readHead, statFile } from './fileIdentity.ts';
import type { FileStat } from './fileIdentity.ts';
import { jsonLines } from './jsonLines.ts';
import { LineBuffer } from './lineBuffer.ts';
import type { FileEntry } from './position.ts';
import { recordMaker } from './records.ts';
import type { RecordMaker } from './records.ts';
import { MAX_BYTES } from './rows.ts';
import type { RowParser, TakenRows } from './rows.ts';

/** How much of a line that is too long is kept for the error policy. */
const KEPT_OF_LONG_LINE = 65_536;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const NEWLINE = 10;

/** What one read of a file yields. */
export interface FileBatch {
  readonly records: readonly GantryRecord[];
  readonly failures: readonly (Omit<SourceFailure, 'positionBefore'> & { readonly entryBefore: FileEntry })[];
  /** After all of it. */
  readonly entry: FileEntry;
}

/** Reads one file from an entry on: opened once, then `next` until it yields nothing more. */
export class FileReader {
  readonly path: string;
  readonly stat: FileStat;
  readonly #config: FilesSourceConfig;
  readonly #stream: ByteStream;
  readonly #window: LineBuffer;
  readonly #isCompressed: boolean;
  readonly #head: Buffer;
  #entry: FileEntry;
  #parser: RowParser | undefined;
  #makeRecords: RecordMaker;

  /** Undefined when the file is not there (any more). */
  static async open(path: string, entry: FileEntry, config: FilesSourceConfig): Promise<FileReader | undefined> {
    const stat = await statFile(path);
    if (stat === undefined) return undefined;
    const head = await readHead(path);
    const compression = detectCompression(head);
    const stream = await openByteStream(path, compression, config.encoding, entry.offset);
    const { finished: _, head: __, ...open } = entry;
    return new FileReader(path, stat, config, stream, compression !== 'none', head, { ...open, inode: stat.inode });
  }

  private constructor(
    path: string,
    stat: FileStat,
    config: FilesSourceConfig,
    stream: ByteStream,
    isCompressed: boolean,
    head: Buffer,
    entry: FileEntry,
  ) {
    this.path = path;
    this.stat = stat;
    this.#config = config;
    this.#stream = stream;
    this.#isCompressed = isCompressed;
    this.#head = head;
    this.#window = new LineBuffer(stream, entry.offset);
    this.#entry = this.#at(entry, entry.offset, entry.line);
    this.#makeRecords = recordMaker(path, stat.modifiedMs, config.key, undefined);
  }

  /** Where it is. */
  get entry(): FileEntry {
    return this.#entry;
  }

  /** A compressed file is complete when it is there. */
  get isCompressed(): boolean {
    return this.#isCompressed;
  }

  /** Whether the offset is one in the file as it lies on the disk. */
  get isPlain(): boolean {
    return !this.#isCompressed && this.#config.encoding === 'utf-8';
  }

  /** Bytes read of the file as it lies on the disk. */
  rawBytes(): number {
    return this.isPlain ? this.#entry.offset : this.#stream.rawBytes();
  }

  /**
   * The next rows. Undefined when no complete row is left: with `isComplete` the file is read to its last byte, without it
   * an unfinished last line waits for the rest.
   */
  async next(isComplete: boolean, signal: AbortSignal): Promise<FileBatch | undefined> {
    const window = this.#window;
    await this.#fillTo(CHUNK_BYTES, signal);
    if (!(await this.#prepare(isComplete))) return undefined;
    for (;;) {
      const taken = this.#take(isComplete && window.ended);
      if (taken.bytes > 0) return this.#batch(taken);
      if (window.length > this.#config.maxLineBytes) return await this.#skipLongLine(signal);
      if (window.ended) return undefined;
      await this.#fillTo(window.length + 1, signal);
    }
  }

  async close(): Promise<void> {
    await this.#stream.close();
  }

  /**
   * The entry further on. Its checksum covers no byte that was not read yet: who mends a line that stopped the pipeline
   * goes on there, and the file does not count as another one.
   */
  #at(entry: FileEntry, offset: number, line: number): FileEntry {
    if (entry.head !== undefined && entry.offset >= this.#head.length) return { ...entry, offset, line };
    const head = headSignature(this.isPlain ? this.#head.subarray(0, offset) : this.#head);
    return { ...entry, offset, line, ...(head === undefined ? {} : { head }) };
  }

  /** Skips byte order mark and header, and finds out how rows look. False when too little is there to tell. */
  async #prepare(isComplete: boolean): Promise<boolean> {
    if (this.#parser) return true;
    const window = this.#window;
    if (window.offset === 0 && hasByteOrderMark(window.bytes.subarray(window.start, window.end)))
      window.consume(BYTE_ORDER_MARK.length);
    const isStart = window.offset === 0 || this.#entry.offset === 0;
    if (fileFormat(this.path, this.#config.format) === 'jsonl') {
      this.#parser = jsonLines;
      return true;
    }
    const stored = isStart ? undefined : this.#entry.csv;
    const found = stored ? { layout: stored, headerBytes: 0, headerLines: 0 } : await this.#findLayout(isComplete);
    if (found === undefined) return false;
    const { layout } = found;
    if (isStart) {
      window.consume(found.headerBytes);
      this.#entry = this.#at(this.#entry, window.offset, found.headerLines);
    }
    this.#entry = { ...this.#entry, csv: layout };
    this.#parser = csvRows(layout, this.#config.quote);
    this.#makeRecords = recordMaker(
      this.path,
      this.stat.modifiedMs,
      this.#config.key,
      csvSchema(this.path, layout, this.#config.key),
    );
    return true;
  }

  /** Looks at the file's head with a stream of its own, because this one may already stand further on. */
  async #findLayout(isComplete: boolean): Promise<FoundLayout | undefined> {
    const stream = await openByteStream(
      this.path,
      detectCompression(await readHead(this.path)),
      this.#config.encoding,
      0,
    );
    try {
      const head = new LineBuffer(stream, 0);
      while (!head.ended && head.length < MAX_BYTES) await head.fill();
      let sample = head.bytes.subarray(head.start, head.end);
      if (hasByteOrderMark(sample)) sample = sample.subarray(BYTE_ORDER_MARK.length);
      return findLayout(this.path, sample, head.ended && isComplete, this.#config);
    } finally {
      await stream.close();
    }
  }

  #take(last: boolean): TakenRows {
    const { bytes, start, end } = this.#window;
    const place = { path: this.path, line: this.#entry.line + 1, offset: this.#window.offset };
    return (this.#parser as RowParser).take(bytes, start, end, last, place);
  }

  #batch(taken: TakenRows): FileBatch {
    const { bytes, start, offset } = this.#window;
    const before = this.#entry;
    const made = this.#makeRecords(taken, before.line + 1, bytes, start);
    const failures = made.failures.map((failure) => ({
      at: failure.at,
      // A copy, because the window's bytes are overwritten by the next read.
      original: Buffer.from(bytes.subarray(failure.from, failure.to)),
      error: failure.error,
      entryBefore: this.#at(before, offset + (failure.from - start), before.line + failure.line),
    }));
    this.#window.consume(taken.bytes);
    this.#entry = this.#at(before, this.#window.offset, before.line + taken.lines);
    return { records: made.records, failures, entry: this.#entry };
  }

  /** A line that does not fit is read past without being kept, so memory stays bounded (P8). */
  async #skipLongLine(signal: AbortSignal): Promise<FileBatch> {
    const window = this.#window;
    const before = this.#entry;
    const original = Buffer.from(window.bytes.subarray(window.start, window.start + KEPT_OF_LONG_LINE));
    let skipped = 0;
    for (;;) {
      const newline = window.bytes.subarray(0, window.end).indexOf(NEWLINE, window.start);
      const taken = newline === -1 ? window.length : newline + 1 - window.start;
      skipped += taken;
      window.consume(taken);
      if (newline !== -1 || window.ended) break;
      await this.#fillTo(1, signal);
    }
    this.#entry = this.#at(before, window.offset, before.line + 1);
    const kept = Math.min(original.length, skipped);
    const error = FILES_ERRORS.error('line_too_long', {
      message:
        `${this.path}:${before.line + 1} is longer than maxLineBytes (${this.#config.maxLineBytes}): ${skipped} bytes, ` +
        `of which the first ${kept} are kept`,
      hint: 'Raise `maxLineBytes`, or break the line up.',
    });
    return {
      records: [],
      failures: [{ at: 0, original: original.subarray(0, kept), error, entryBefore: before }],
      entry: this.#entry,
    };
  }

  async #fillTo(bytes: number, signal: AbortSignal): Promise<void> {
    const window = this.#window;
    if (window.length >= bytes) return;
    // A followed file that had ended may have grown, so the first read is always tried.
    do {
      if (signal.aborted) throw new CancelledError();
      await window.fill();
    } while (window.length < bytes && !window.ended);
  }
}

function hasByteOrderMark(bytes: Buffer): boolean {
  return bytes.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK);
}
