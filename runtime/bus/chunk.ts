import { crc32 } from 'node:zlib';
import type { BusMessage, StoredMessage } from '@gantry/sdk';

/**
 * A chunk is how messages lie on disk, little-endian:
 *
 *     magic u32 | crc u32 | length u32 of the whole | count u32 | keys length u32 and whether all are ASCII
 *     per message: key length u32 and kind in its top two bits | body length u32 + 1, 0 for null | properties length u32 | timestamp f64
 *     all keys
 *     per message: body | properties as JSON
 *
 * The checksum goes over keys and data first and what stands before them last, so that data is summed while it is in the cache.
 * Heads come first so that a reader finds the n-th message without touching the bodies before it; keys stand together so that
 * they are written and read as one text, with one call into native code for all.
 */
export const CHUNK_HEADER_BYTES = 20;
export const MESSAGE_HEADER_BYTES = 20;

/** Bytes summed in one go while encoding: small enough to be in the processor's cache still. */
const CRC_STEP_BYTES = 128 * 1024;
const CRC_START = 8;

const MAGIC = 0x314b4347;
const LENGTH_MASK = 0x3fffffff;
const ASCII_KEYS = 0x80000000;
const KEY_STRING = 1;
const KEY_BINARY = 2;

/** Why bytes are not the chunk they should be. */
export type ChunkDamage = 'not a chunk' | 'cut short' | 'checksum differs';

/** Bytes the message takes in a chunk at the most. Cheaper than the exact size, which needs its texts encoded. */
export function encodedBound(message: BusMessage): number {
  const { key, body, properties } = message;
  let bytes = MESSAGE_HEADER_BYTES + (body === null ? 0 : body.byteLength);
  if (typeof key === 'string') bytes += key.length * 3;
  else if (key !== null) bytes += key.byteLength;
  if (properties === undefined) return bytes;
  // A character takes at most six bytes in JSON (\u0000).
  for (const name in properties) bytes += (name.length + (properties[name] ?? '').length) * 6 + 6;
  return bytes + 2;
}

/** Writes the messages as one chunk into `target` at `start`; the room was measured with {@link encodedBound}. Returns its length. */
export function encodeChunk(messages: readonly BusMessage[], target: Buffer, start: number): number {
  const view = new DataView(target.buffer, target.byteOffset, target.byteLength);
  const keysStart = start + CHUNK_HEADER_BYTES + messages.length * MESSAGE_HEADER_BYTES;
  const keys = encodeKeys(messages, target, view, start + CHUNK_HEADER_BYTES, keysStart);
  let head = start + CHUNK_HEADER_BYTES;
  let data = keysStart + keys.bytes;
  let crc = 0;
  let summed = keysStart;
  for (const { body, properties, timestampMs } of messages) {
    let propertiesLength = 0;
    if (body !== null) {
      target.set(body, data);
      data += body.byteLength;
    }
    if (properties !== undefined) propertiesLength = target.write(JSON.stringify(properties), data, 'utf8');
    view.setUint32(head + 4, body === null ? 0 : body.byteLength + 1, true);
    view.setUint32(head + 8, propertiesLength, true);
    view.setFloat64(head + 12, timestampMs, true);
    data += propertiesLength;
    head += MESSAGE_HEADER_BYTES;
    if (data - summed < CRC_STEP_BYTES) continue;
    crc = crc32(target.subarray(summed, data), crc);
    summed = data;
  }
  view.setUint32(start, MAGIC, true);
  view.setUint32(start + 8, data - start, true);
  view.setUint32(start + 12, messages.length, true);
  view.setUint32(start + 16, keys.bytes + (keys.isAscii ? ASCII_KEYS : 0), true);
  crc = crc32(target.subarray(summed, data), crc);
  view.setUint32(start + 4, crc32(target.subarray(start + CRC_START, keysStart), crc), true);
  return data - start;
}

/** Whether the bytes are a whole chunk of `count` messages. */
export function chunkDamage(chunk: Buffer, count: number): ChunkDamage | undefined {
  if (chunk.length < CHUNK_HEADER_BYTES || chunk.readUInt32LE(0) !== MAGIC) return 'not a chunk';
  if (chunk.readUInt32LE(8) !== chunk.length || chunk.readUInt32LE(12) !== count) return 'cut short';
  const keysStart = CHUNK_HEADER_BYTES + count * MESSAGE_HEADER_BYTES;
  const crc = crc32(chunk.subarray(CRC_START, keysStart), crc32(chunk.subarray(keysStart)));
  return crc === chunk.readUInt32LE(4) ? undefined : 'checksum differs';
}

/** Walks over a chunk's messages from the front. Keys and bodies are views of the chunk's bytes, which nobody writes to again. */
export class ChunkCursor {
  readonly #chunk: Buffer;
  readonly #view: DataView;
  readonly #queue: number;
  readonly #count: number;
  readonly #first: number;
  readonly #keysStart: number;
  /** All keys as one text; undefined where some are not ASCII and each is decoded by itself. */
  readonly #keys: string | undefined;
  #index = 0;
  #head = CHUNK_HEADER_BYTES;
  #key = 0;
  #data: number;

  constructor(chunk: Buffer, queue: number, first: number, count: number) {
    this.#chunk = chunk;
    this.#view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    this.#queue = queue;
    this.#first = first;
    this.#count = count;
    this.#keysStart = CHUNK_HEADER_BYTES + count * MESSAGE_HEADER_BYTES;
    const keys = this.#view.getUint32(16, true);
    this.#data = this.#keysStart + (keys & LENGTH_MASK);
    this.#keys = (keys & ASCII_KEYS) === 0 ? undefined : chunk.toString('latin1', this.#keysStart, this.#data);
  }

  get done(): boolean {
    return this.#index >= this.#count;
  }

  /** Size of key, body and properties of the message that `next` returns; 0 at the end. */
  get nextBytes(): number {
    if (this.done) return 0;
    const body = this.#view.getUint32(this.#head + 4, true);
    const keyAndBody = (this.#view.getUint32(this.#head, true) & LENGTH_MASK) + (body === 0 ? 0 : body - 1);
    return keyAndBody + this.#view.getUint32(this.#head + 8, true);
  }

  /** Goes to the message with this offset without decoding those before it. */
  skipTo(offset: number): void {
    while (!this.done && this.#first + this.#index < offset) {
      const keyLength = this.#view.getUint32(this.#head, true) & LENGTH_MASK;
      this.#data += this.nextBytes - keyLength;
      this.#key += keyLength;
      this.#head += MESSAGE_HEADER_BYTES;
      this.#index += 1;
    }
  }

  /** The next message; call only while not done. */
  next(): StoredMessage {
    const view = this.#view;
    const head = this.#head;
    const keyField = view.getUint32(head, true);
    const bodyField = view.getUint32(head + 4, true);
    const propertiesLength = view.getUint32(head + 8, true);
    const bodyStart = this.#data;
    const bodyLength = bodyField === 0 ? 0 : bodyField - 1;
    const key = this.#readKey(keyField >>> 30, keyField & LENGTH_MASK);
    const body = bodyField === 0 ? null : this.#bytes(bodyStart, bodyLength);
    const timestampMs = view.getFloat64(head + 12, true);
    const offset = this.#first + this.#index;
    this.#data = bodyStart + bodyLength + propertiesLength;
    this.#head = head + MESSAGE_HEADER_BYTES;
    this.#index += 1;
    if (propertiesLength === 0) return { key, body, timestampMs, queue: this.#queue, offset };
    const properties = JSON.parse(this.#chunk.toString('utf8', bodyStart + bodyLength, this.#data)) as Record<
      string,
      string
    >;
    return { key, body, properties, timestampMs, queue: this.#queue, offset };
  }

  #readKey(kind: number, length: number): string | Uint8Array | null {
    const start = this.#key;
    this.#key += length;
    if (kind === 0) return null;
    if (kind === KEY_BINARY) return this.#bytes(this.#keysStart + start, length);
    if (this.#keys !== undefined) return this.#keys.substring(start, start + length);
    return this.#chunk.toString('utf8', this.#keysStart + start, this.#keysStart + start + length);
  }

  #bytes(start: number, length: number): Uint8Array {
    return new Uint8Array(this.#chunk.buffer, this.#chunk.byteOffset + start, length);
  }
}

/** Writes all keys and their lengths. As one text while they are ASCII text, which they nearly always are. */
function encodeKeys(
  messages: readonly BusMessage[],
  target: Buffer,
  view: DataView,
  heads: number,
  start: number,
): { readonly bytes: number; readonly isAscii: boolean } {
  let text = '';
  let isText = true;
  for (const { key } of messages) {
    if (typeof key === 'string') text += key;
    else if (key !== null) isText = false;
  }
  if (isText && target.write(text, start, 'utf8') === text.length) {
    for (const [index, { key }] of messages.entries()) {
      view.setUint32(
        heads + index * MESSAGE_HEADER_BYTES,
        key === null ? 0 : key.length + KEY_STRING * 0x40000000,
        true,
      );
    }
    return { bytes: text.length, isAscii: true };
  }
  let end = start;
  for (const [index, { key }] of messages.entries()) {
    const keyStart = end;
    if (typeof key === 'string') end += target.write(key, end, 'utf8');
    else if (key !== null) end += setBytes(target, key, end);
    view.setUint32(heads + index * MESSAGE_HEADER_BYTES, end - keyStart + keyKind(key) * 0x40000000, true);
  }
  return { bytes: end - start, isAscii: false };
}

function setBytes(target: Buffer, bytes: Uint8Array, at: number): number {
  target.set(bytes, at);
  return bytes.byteLength;
}

function keyKind(key: BusMessage['key']): number {
  if (key === null) return 0;
  return typeof key === 'string' ? KEY_STRING : KEY_BINARY;
}
