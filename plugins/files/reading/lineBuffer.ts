import { CHUNK_BYTES } from './byteStream.ts';
import type { ByteStream } from './byteStream.ts';

/**
 * A window on a byte stream that slides over it: what is parsed is consumed at its start, what is read is added at its
 * end. Grows only when one line does not fit.
 */
export class LineBuffer {
  readonly #stream: ByteStream;
  #bytes = Buffer.allocUnsafeSlow(4 * CHUNK_BYTES);
  #start = 0;
  #end = 0;
  #ended = false;
  /** Offset in the stream of the first byte in the window. */
  offset: number;

  constructor(stream: ByteStream, offset: number) {
    this.#stream = stream;
    this.offset = offset;
  }

  get bytes(): Buffer {
    return this.#bytes;
  }
  get start(): number {
    return this.#start;
  }
  get end(): number {
    return this.#end;
  }
  get length(): number {
    return this.#end - this.#start;
  }
  /** Whether the last read found the end of the file. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Reads one more chunk. A growing file may yield more after it had ended. */
  async fill(): Promise<void> {
    this.#makeRoom();
    const read = await this.#stream.read(this.#bytes, this.#end);
    this.#end += read;
    this.#ended = read === 0;
  }

  consume(count: number): void {
    this.#start += count;
    this.offset += count;
  }

  #makeRoom(): void {
    if (this.#bytes.length - this.#end >= CHUNK_BYTES) return;
    const length = this.length;
    const target =
      length + CHUNK_BYTES > this.#bytes.length ? Buffer.allocUnsafeSlow(2 * this.#bytes.length) : this.#bytes;
    this.#bytes.copy(target, 0, this.#start, this.#end);
    this.#bytes = target;
    this.#start = 0;
    this.#end = length;
  }
}
