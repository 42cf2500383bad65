import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { Readable, Transform } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import * as zlib from 'node:zlib';
import { FILES_ERRORS, readError, systemCode } from '../errors.ts';

/** Bytes of one read. Big enough to make system calls rare, small enough to stay in the processor's cache. */
export const CHUNK_BYTES = 256 * 1024;

/** How a file is compressed, told by its first bytes. */
export type Compression = 'none' | 'gzip' | 'zstd';

/** A text encoding; all but UTF-8 are recoded to it while reading. */
export type Encoding = 'utf-8' | 'latin1' | 'utf-16le';

/** The decompressed bytes of a file in UTF-8, from an offset on. One read at a time. */
export interface ByteStream {
  /** Puts up to CHUNK_BYTES into the target; 0 at the end, where a growing file may have more later. */
  read(target: Buffer, at: number): Promise<number>;
  /** Bytes taken of the file as it lies on the disk, for the lag. */
  rawBytes(): number;
  close(): Promise<void>;
}

/** Opens a file at an offset of its decompressed text. Without a compression it goes there at once, with one it reads up to it. */
export async function openByteStream(
  path: string,
  compression: Compression,
  encoding: Encoding,
  offset: number,
): Promise<ByteStream> {
  if (compression === 'none' && encoding === 'utf-8') {
    try {
      return new PlainStream(path, await open(path, 'r'), offset);
    } catch (caught) {
      throw readError(path, caught);
    }
  }
  const stream = new DecodedStream(path, compression, encoding);
  await stream.skip(offset);
  return stream;
}

/** Tells the compression from a file's first bytes. */
export function detectCompression(head: Uint8Array): Compression {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd) return 'zstd';
  return 'none';
}

/** Reads a plain file, one chunk ahead, so that the disk works while the task parses. */
class PlainStream implements ByteStream {
  readonly #path: string;
  readonly #handle: FileHandle;
  #position: number;
  #spare = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  #ahead: Promise<number | { readonly caught: unknown }> | undefined;

  constructor(path: string, handle: FileHandle, offset: number) {
    this.#path = path;
    this.#handle = handle;
    this.#position = offset;
  }

  async read(target: Buffer, at: number): Promise<number> {
    const length = await (this.#ahead ?? this.#startRead());
    this.#ahead = undefined;
    if (typeof length !== 'number') throw readError(this.#path, length.caught);
    if (length === 0) return 0;
    this.#spare.copy(target, at, 0, length);
    this.#position += length;
    this.#ahead = this.#startRead();
    return length;
  }

  rawBytes(): number {
    return this.#position;
  }

  async close(): Promise<void> {
    await this.#ahead;
    await this.#handle.close();
  }

  /** An error is kept as a value: nobody may be waiting for a read ahead when it fails. */
  async #startRead(): Promise<number | { readonly caught: unknown }> {
    try {
      return (await this.#handle.read(this.#spare, 0, CHUNK_BYTES, this.#position)).bytesRead;
    } catch (caught) {
      return { caught };
    }
  }
}

/** Reads a compressed or recoded file, always from its beginning. */
class DecodedStream implements ByteStream {
  readonly #path: string;
  readonly #file: ReturnType<typeof createReadStream>;
  readonly #chunks: AsyncIterator<Buffer>;
  readonly #decoder: Transform | undefined;
  readonly #recoder: StringDecoder | undefined;
  #left: Buffer = Buffer.alloc(0);
  #ended = false;

  constructor(path: string, compression: Compression, encoding: Encoding) {
    this.#path = path;
    this.#file = createReadStream(path, { highWaterMark: CHUNK_BYTES });
    this.#decoder = decompressor(path, compression);
    let bytes: Readable = this.#file;
    if (this.#decoder) {
      const decoder = this.#decoder;
      this.#file.on('error', (error) => decoder.destroy(error));
      bytes = this.#file.pipe(decoder);
    }
    this.#chunks = bytes[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    if (encoding !== 'utf-8') this.#recoder = new StringDecoder(encoding === 'latin1' ? 'latin1' : 'utf16le');
  }

  async skip(bytes: number): Promise<void> {
    let left = bytes;
    while (left > 0) {
      if (!(await this.#more())) return;
      const taken = Math.min(left, this.#left.length);
      this.#left = this.#left.subarray(taken);
      left -= taken;
    }
  }

  async read(target: Buffer, at: number): Promise<number> {
    if (!(await this.#more())) return 0;
    const taken = Math.min(CHUNK_BYTES, this.#left.length);
    this.#left.copy(target, at, 0, taken);
    this.#left = this.#left.subarray(taken);
    return taken;
  }

  rawBytes(): number {
    return this.#file.bytesRead;
  }

  async close(): Promise<void> {
    this.#file.destroy();
    this.#decoder?.destroy();
    if (!this.#file.closed) await new Promise<void>((resolve) => void this.#file.once('close', () => resolve()));
  }

  async #more(): Promise<boolean> {
    while (this.#left.length === 0 && !this.#ended) {
      const next = await this.#next();
      if (next === undefined) {
        this.#ended = true;
        this.#left = Buffer.from(this.#recoder?.end() ?? '');
      } else {
        this.#left = this.#recoder ? Buffer.from(this.#recoder.write(next)) : next;
      }
    }
    return this.#left.length > 0;
  }

  async #next(): Promise<Buffer | undefined> {
    try {
      const next = await this.#chunks.next();
      return next.done ? undefined : next.value;
    } catch (caught) {
      throw isCorrupt(caught)
        ? FILES_ERRORS.error('compression_corrupt', {
            message: `${this.#path} is damaged after ${this.#file.bytesRead} bytes: ${(caught as Error).message}`,
            hint: 'Fetch the file again, or wait until it is completely written.',
            cause: caught,
          })
        : readError(this.#path, caught);
    }
  }
}

function decompressor(path: string, compression: Compression): Transform | undefined {
  if (compression === 'none') return undefined;
  if (compression === 'gzip') return zlib.createGunzip({ chunkSize: CHUNK_BYTES });
  // Node has zstd since 22.15 and 23.8, later than the oldest we run on.
  const createZstd = (zlib as { createZstdDecompress?: typeof zlib.createZstdDecompress }).createZstdDecompress;
  if (createZstd) return createZstd({ chunkSize: CHUNK_BYTES });
  throw FILES_ERRORS.error('compression_unsupported', {
    message: `${path} is compressed with zstd, which this Node (${process.version}) cannot read`,
    hint: 'Run the member on Node 22.15 or later, or decompress the file.',
  });
}

function isCorrupt(caught: unknown): boolean {
  const code = systemCode(caught);
  return code !== undefined && (code.startsWith('Z_') || code.startsWith('ZSTD_') || code.startsWith('ERR_ZSTD'));
}
