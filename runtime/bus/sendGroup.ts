import type { BusMessage, GantryError } from '@gantry/sdk';
import { CHUNK_HEADER_BYTES, encodeChunk, encodedBound } from './chunk.ts';
import { CHUNK_TARGET_BYTES, GROUP_TARGET_BYTES } from './limits.ts';

/** One call of `send`, waiting to be durable. */
export interface Send {
  readonly queue: number;
  readonly messages: readonly BusMessage[];
  /** Bound of what it takes on disk. */
  readonly bytes: number;
  readonly resolve: (offset: number) => void;
  readonly reject: (error: GantryError) => void;
}

/** An encoded chunk: its place in the group's bytes. */
export interface EncodedChunk {
  readonly start: number;
  readonly bytes: number;
  readonly count: number;
}

/** What a group holds for one queue, in the order of the calls (P5). */
export interface QueuePart {
  readonly queue: number;
  readonly sends: readonly Send[];
  readonly chunks: readonly EncodedChunk[];
}

/** Sends that become durable together. */
export interface SendGroup {
  readonly sends: readonly Send[];
  readonly parts: readonly QueuePart[];
  readonly bytes: Buffer;
  /** The buffer `bytes` lies in, to be used again. */
  readonly buffer: Buffer;
  /** Set when a group before it failed. */
  failure?: GantryError;
}

/** How many of the waiting sends go together: at least one. */
export function groupLength(waiting: readonly Send[]): number {
  let bytes = 0;
  let length = 0;
  for (const send of waiting) {
    if (length > 0 && bytes + send.bytes > GROUP_TARGET_BYTES) break;
    bytes += send.bytes;
    length += 1;
  }
  return length;
}

/** Encodes sends, those of one queue behind one another in chunks of a good size, however small the calls were. */
export function encodeGroup(sends: readonly Send[], takeBuffer: (bytes: number) => Buffer): SendGroup {
  const byQueue = Map.groupBy(sends, (send) => send.queue);
  const drafts = [...byQueue].map(([queue, ofQueue]) => ({
    queue,
    sends: ofQueue,
    messages: splitIntoChunks(ofQueue),
  }));
  const chunkCount = drafts.reduce((sum, draft) => sum + draft.messages.length, 0);
  const bound = sends.reduce((sum, send) => sum + send.bytes, chunkCount * CHUNK_HEADER_BYTES);
  const buffer = takeBuffer(bound);
  let position = 0;
  const parts = drafts.map((draft) => {
    const chunks = draft.messages.map((messages) => {
      const chunk = { start: position, bytes: encodeChunk(messages, buffer, position), count: messages.length };
      position += chunk.bytes;
      return chunk;
    });
    return { queue: draft.queue, sends: draft.sends, chunks };
  });
  return { sends, parts, bytes: buffer.subarray(0, position), buffer };
}

/** Small sends are put together, large ones cut; those in between, the usual batches, become chunks as they are. */
function splitIntoChunks(sends: readonly Send[]): readonly (readonly BusMessage[])[] {
  const chunks: (readonly BusMessage[])[] = [];
  let gathered: BusMessage[] = [];
  let gatheredBytes = 0;
  const finish = (): void => {
    if (gathered.length > 0) chunks.push(gathered);
    gathered = [];
    gatheredBytes = 0;
  };
  for (const { messages, bytes } of sends) {
    if (gatheredBytes + bytes > CHUNK_TARGET_BYTES) finish();
    if (bytes > CHUNK_TARGET_BYTES) {
      chunks.push(...cut(messages));
    } else if (bytes >= CHUNK_TARGET_BYTES / 4 && gathered.length === 0) {
      chunks.push(messages);
    } else {
      for (const message of messages) gathered.push(message);
      gatheredBytes += bytes;
    }
  }
  finish();
  return chunks;
}

function cut(messages: readonly BusMessage[]): readonly (readonly BusMessage[])[] {
  const chunks: BusMessage[][] = [];
  let current: BusMessage[] = [];
  let bytes = 0;
  for (const message of messages) {
    const size = encodedBound(message);
    if (current.length > 0 && bytes + size > CHUNK_TARGET_BYTES) {
      chunks.push(current);
      current = [];
      bytes = 0;
    }
    current.push(message);
    bytes += size;
  }
  chunks.push(current);
  return chunks;
}
