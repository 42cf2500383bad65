import { crc32 } from 'node:zlib';
import type { BusMessage, StoredMessage } from '@gantry/sdk';

/**
 * A chunk is how messages lie on disk, little-endian:
 *
 *     magic u32 | crc u32 over all that follows | length u32 of the whole | count u32
 *     per message: key length u32 and kind in its top two bits | body length u32 + 1, 0 for null | properties length u32 | timestamp f64
 *     per message: key | body | properties as JSON
 *
 * Heads come first so that a reader finds the n-th message without touching the bodies before it.
 */
export const CHUNK_HEADER_BYTES = 16;
export const MESSAGE_HEADER_BYTES = 20;

const MAGIC = 0x314b4347;
const KEY_LENGTH_MASK = 0x3fffffff;
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
  let head = start + CHUNK_HEADER_BYTES;
  let data = head + messages.length * MESSAGE_HEADER_BYTES;
  for (const message of messages) {
    const { key, body, properties } = message;
    const keyStart = data;
    if (typeof key === 'string') data += writeText(target, key, data);
    else if (key !== null) data += copy(key, target, data);
    const keyLength = data - keyStart;
    if (body !== null) data += copy(body, target, data);
    const propertiesStart = data;
    if (properties !== undefined) data += target.write(JSON.stringify(properties), data, 'utf8');
    target.writeUInt32LE(keyLength + keyKind(key) * 0x40000000, head);
    target.writeUInt32LE(body === null ? 0 : body.byteLength + 1, head + 4);
    target.writeUInt32LE(data - propertiesStart, head + 8);
    target.writeDoubleLE(message.timestampMs, head + 12);
    head += MESSAGE_HEADER_BYTES;
  }
  const length = data - start;
  target.writeUInt32LE(MAGIC, start);
  target.writeUInt32LE(length, start + 8);
  target.writeUInt32LE(messages.length, start + 12);
  target.writeUInt32LE(crc32(target.subarray(start + 8, data)), start + 4);
  return length;
}

/** Whether the bytes are a whole chunk of `count` messages. */
export function chunkDamage(chunk: Buffer, count: number): ChunkDamage | undefined {
  if (chunk.length < CHUNK_HEADER_BYTES || chunk.readUInt32LE(0) !== MAGIC) return 'not a chunk';
  if (chunk.readUInt32LE(8) !== chunk.length || chunk.readUInt32LE(12) !== count) return 'cut short';
  return crc32(chunk.subarray(8)) === chunk.readUInt32LE(4) ? undefined : 'checksum differs';
}

/** Walks over a chunk's messages from the front. Keys and bodies are views of the chunk's bytes, which nobody writes to again. */
export class ChunkCursor {
  readonly #chunk: Buffer;
  readonly #queue: number;
  readonly #count: number;
  readonly #first: number;
  #index = 0;
  #head = CHUNK_HEADER_BYTES;
  #data: number;

  constructor(chunk: Buffer, queue: number, first: number, count: number) {
    this.#chunk = chunk;
    this.#queue = queue;
    this.#first = first;
    this.#count = count;
    this.#data = CHUNK_HEADER_BYTES + count * MESSAGE_HEADER_BYTES;
  }

  get done(): boolean {
    return this.#index >= this.#count;
  }

  /** Size of key, body and properties of the message that `next` returns; 0 at the end. */
  get nextBytes(): number {
    if (this.done) return 0;
    const head = this.#head;
    const body = this.#chunk.readUInt32LE(head + 4);
    return (
      (this.#chunk.readUInt32LE(head) & KEY_LENGTH_MASK) +
      (body === 0 ? 0 : body - 1) +
      this.#chunk.readUInt32LE(head + 8)
    );
  }

  /** Goes to the message with this offset without decoding those before it. */
  skipTo(offset: number): void {
    while (!this.done && this.#first + this.#index < offset) {
      this.#data += this.nextBytes;
      this.#head += MESSAGE_HEADER_BYTES;
      this.#index += 1;
    }
  }

  /** The next message; call only while not done. */
  next(): StoredMessage {
    const chunk = this.#chunk;
    const head = this.#head;
    const keyField = chunk.readUInt32LE(head);
    const bodyField = chunk.readUInt32LE(head + 4);
    const propertiesLength = chunk.readUInt32LE(head + 8);
    const keyEnd = this.#data + (keyField & KEY_LENGTH_MASK);
    const bodyEnd = keyEnd + (bodyField === 0 ? 0 : bodyField - 1);
    const message = {
      key: readKey(chunk, keyField >>> 30, this.#data, keyEnd),
      body: bodyField === 0 ? null : chunk.subarray(keyEnd, bodyEnd),
      timestampMs: chunk.readDoubleLE(head + 12),
      queue: this.#queue,
      offset: this.#first + this.#index,
    };
    this.#data = bodyEnd + propertiesLength;
    this.#head = head + MESSAGE_HEADER_BYTES;
    this.#index += 1;
    if (propertiesLength === 0) return message;
    return {
      ...message,
      properties: JSON.parse(chunk.toString('utf8', bodyEnd, this.#data)) as Record<string, string>,
    };
  }
}

function keyKind(key: BusMessage['key']): number {
  if (key === null) return 0;
  return typeof key === 'string' ? KEY_STRING : KEY_BINARY;
}

function readKey(chunk: Buffer, kind: number, start: number, end: number): string | Uint8Array | null {
  if (kind === 0) return null;
  return kind === KEY_STRING ? chunk.toString('utf8', start, end) : chunk.subarray(start, end);
}

function copy(bytes: Uint8Array, target: Buffer, at: number): number {
  target.set(bytes, at);
  return bytes.byteLength;
}

/** Short ASCII keys are the rule, and for those a loop beats the call into native code. */
function writeText(target: Buffer, text: string, at: number): number {
  if (text.length > 32) return target.write(text, at, 'utf8');
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) return target.write(text, at, 'utf8');
    target[at + i] = code;
  }
  return text.length;
}
