import type { GantryRecord } from '@gantry/sdk';

type Key = GantryRecord['key'];

const FLOAT = new Float64Array(1);
const HALVES = new Uint32Array(FLOAT.buffer);

/**
 * Deals records to queues: one key, one queue, always (P5). A batch's records without a key go to one queue together,
 * which the next batch changes, so that they stay in order within a batch and spread over time.
 */
export class Partitioner {
  private turn = 0;
  readonly queues: number;

  constructor(queues: number) {
    this.queues = queues;
  }

  /** The records of each queue, in their order; the array itself where there is just one queue. */
  split(records: readonly GantryRecord[]): readonly (readonly GantryRecord[] | undefined)[] {
    if (this.queues === 1) return [records];
    const keyless = this.turn++ % this.queues;
    const parts: (GantryRecord[] | undefined)[] = Array.from({ length: this.queues });
    for (const record of records) {
      // P5: the queue depends on the key alone, so all of a key's records share a queue, whose order is kept.
      const queue = record.key === null ? keyless : hashKey(record.key) % this.queues;
      (parts[queue] ??= []).push(record);
    }
    return parts;
  }
}

/**
 * A 32-bit hash of a key that takes equal values for equal, however they came: the order of a row's fields does not count, and
 * an integer is the same as number and as bigint. Allocates nothing for the usual kinds of keys.
 */
export function hashKey(key: Key): number {
  return mix(hashValue(key));
}

function hashValue(value: unknown): number {
  switch (typeof value) {
    case 'string':
      return hashText(value);
    case 'number':
      return hashNumber(value);
    case 'bigint':
      return value >= -9007199254740991n && value <= 9007199254740991n
        ? hashNumber(Number(value))
        : hashText(value.toString());
    case 'boolean':
      return value ? 0x5bd1e995 : 0x1b873593;
    default:
      return value === null || value === undefined ? 0x2545f491 : hashComposite(value);
  }
}

function hashComposite(value: object): number {
  if (value instanceof Uint8Array) return hashBytes(value);
  if (Array.isArray(value)) {
    let hash = 0x3c6ef372;
    for (const element of value) hash = mix(Math.imul(hash, 31) + hashValue(element));
    return hash;
  }
  let hash = 0x27d4eb2f;
  // A sum does not depend on the order of the fields.
  for (const field in value)
    hash += mix(hashText(field) ^ Math.imul(hashValue((value as Record<string, unknown>)[field]), 0x9e3779b1));
  return hash | 0;
}

function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash;
}

function hashBytes(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < bytes.length; index++) hash = Math.imul(hash ^ (bytes[index] as number), 0x01000193);
  return hash;
}

function hashNumber(value: number): number {
  // Adding 0 makes -0 and 0 the same.
  FLOAT[0] = value + 0;
  return Math.imul(HALVES[0] as number, 0x85ebca6b) ^ (HALVES[1] as number);
}

/** Spreads what differs in a few bits over all of them (the finaliser of MurmurHash3); never negative. */
function mix(hash: number): number {
  let mixed = hash | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
