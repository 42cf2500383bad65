import { constants } from 'node:fs';
import { mkdir, open, rename, rm, stat, truncate } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { systemCode, writeError } from '../errors.ts';
import { TargetLock } from './targetLock.ts';

const compress = promisify(gzip);

/** Text is written when there is so much of it. */
const DRAIN_CHARS = 512 * 1024;

/** What is needed to go on with a file. */
export interface OutputState {
  /** The path with all but the number filled in. */
  readonly key: string;
  readonly n: number;
  readonly path: string;
  /** Length up to which all is durable. */
  readonly bytes: number;
  readonly records: number;
  readonly openedAtMs: number;
  readonly columns?: readonly string[];
  /** It was renamed to its final name. */
  readonly finished?: boolean;
}

/** How files are written. */
export interface OutputOptions {
  readonly isGzip: boolean;
  readonly fsync: boolean;
  /** The task, for the lock. */
  readonly task: string;
}

/** A moment in a file's life to go back to. */
export type OutputMark = Pick<OutputState, 'bytes' | 'records'> & { readonly pending: string };

/** A file being written: as `<path>.part` until it is complete. Whatever was not flushed is cut off again after a crash. */
export class OutputFile {
  readonly key: string;
  readonly n: number;
  readonly path: string;
  readonly openedAtMs: number;
  readonly columns: readonly string[] | undefined;
  readonly #options: OutputOptions;
  #lock: TargetLock | undefined;
  #handle: FileHandle | undefined;
  #bytes: number;
  #records: number;
  #pending = '';
  #isDirty = false;

  constructor(state: OutputState, options: OutputOptions) {
    this.key = state.key;
    this.n = state.n;
    this.path = state.path;
    this.openedAtMs = state.openedAtMs;
    this.columns = state.columns;
    this.#bytes = state.bytes;
    this.#records = state.records;
    this.#options = options;
  }

  get partPath(): string {
    return `${this.path}.part`;
  }
  get records(): number {
    return this.#records;
  }
  /** Bytes on the disk and text waiting; with gzip the latter is not compressed yet. */
  get size(): number {
    return this.#bytes + this.#pending.length;
  }
  get isFull(): boolean {
    return this.#pending.length >= DRAIN_CHARS;
  }

  /** Takes the lock and makes the file ready, cut to its state's length. */
  async open(): Promise<void> {
    try {
      await mkdir(dirname(this.path), { recursive: true });
      this.#lock = await TargetLock.acquire(this.path, this.#options.task);
      await truncate(await this.#create(), this.#bytes);
    } catch (caught) {
      throw writeError(this.partPath, caught);
    }
  }

  add(line: string): void {
    this.#pending += line;
    this.#records++;
  }

  addHeader(line: string): void {
    this.#pending += line;
  }

  /** Hands the waiting text to the operating system. When that fails, the file is as it was before. */
  async drain(): Promise<void> {
    if (this.#pending === '') return;
    const text = Buffer.from(this.#pending);
    // Each piece is a gzip member of its own: any number of them in a row is a valid file, so it can be cut and continued.
    const bytes = this.#options.isGzip ? await compress(text) : text;
    try {
      const handle = await this.#open();
      for (let written = 0; written < bytes.length;) {
        written += (await handle.write(bytes, written, bytes.length - written, this.#bytes + written)).bytesWritten;
      }
    } catch (caught) {
      await this.#cut();
      throw writeError(this.partPath, caught);
    }
    this.#bytes += bytes.length;
    this.#pending = '';
    this.#isDirty = true;
  }

  /** Makes everything taken so far durable. */
  async flush(): Promise<OutputState> {
    await this.drain();
    try {
      if (this.#isDirty && this.#options.fsync) await (await this.#open()).datasync();
      await this.#lock?.refresh();
    } catch (caught) {
      throw writeError(this.partPath, caught);
    }
    this.#isDirty = false;
    return this.state();
  }

  state(): OutputState {
    const { key, n, path, openedAtMs, columns } = this;
    return {
      key,
      n,
      path,
      bytes: this.#bytes,
      records: this.#records,
      openedAtMs,
      ...(columns === undefined ? {} : { columns }),
    };
  }

  mark(): OutputMark {
    return { bytes: this.#bytes, records: this.#records, pending: this.#pending };
  }

  /** Forgets what was added since. */
  async goBack(mark: OutputMark): Promise<void> {
    const isLonger = this.#bytes > mark.bytes;
    this.#bytes = mark.bytes;
    this.#records = mark.records;
    this.#pending = mark.pending;
    if (isLonger) await this.#cut();
  }

  /** Closes the handle only: the file is opened again when it is written to. */
  async rest(): Promise<void> {
    const handle = this.#handle;
    this.#handle = undefined;
    await handle?.close();
  }

  /** Removes a file that should not have been begun. */
  async discard(): Promise<void> {
    await this.release();
    await rm(this.partPath, { force: true });
  }

  /** Lets go without finishing. */
  async release(): Promise<void> {
    await this.rest();
    await this.#lock?.release();
    this.#lock = undefined;
  }

  /** Gives the file its final name, atomically, replacing what was there. */
  async finish(): Promise<OutputState> {
    await this.flush();
    await this.rest();
    await finishPart(this.path, this.#options.fsync);
    await this.release();
    return { ...this.state(), finished: true };
  }

  async #create(): Promise<string> {
    await this.#open();
    return this.partPath;
  }

  async #open(): Promise<FileHandle> {
    this.#handle ??= await open(this.partPath, constants.O_RDWR | constants.O_CREAT);
    return this.#handle;
  }

  /** A partial line at the end would make the file unreadable, so it goes; the space it took is free again. */
  async #cut(): Promise<void> {
    try {
      await truncate(this.partPath, this.#bytes);
    } catch (caught) {
      if (systemCode(caught) !== 'ENOENT') throw writeError(this.partPath, caught);
    }
  }
}

/** Renames `<path>.part` to its final name and makes that durable. Does nothing where it was done before. */
export async function finishPart(path: string, fsync: boolean): Promise<void> {
  try {
    await rename(`${path}.part`, path);
    if (fsync) await syncFolder(dirname(path));
  } catch (caught) {
    if (systemCode(caught) === 'ENOENT' && (await fileSize(path)) !== undefined) return;
    throw writeError(path, caught);
  }
}

/** A file's length; undefined where there is none. */
export async function fileSize(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (caught) {
    if (systemCode(caught) === 'ENOENT') return undefined;
    throw writeError(path, caught);
  }
}

/** A rename is durable only once its folder is. Systems that cannot open a folder do so by themselves. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
