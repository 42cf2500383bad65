import { describe, expect, it } from 'vitest';
import type { BusMessage } from '@gantry/sdk';
import { ChunkCursor, chunkDamage, encodeChunk, encodedBound, CHUNK_HEADER_BYTES } from './chunk.ts';

const MESSAGES: readonly BusMessage[] = [
  { key: 'a', body: Buffer.from('one'), timestampMs: 1.5 },
  { key: null, body: null, timestampMs: -1 },
  { key: 'b', body: Buffer.alloc(0), timestampMs: 2, properties: { x: 'ü' } },
];

function encode(messages: readonly BusMessage[]): Buffer {
  const bound = messages.reduce((sum, message) => sum + encodedBound(message), CHUNK_HEADER_BYTES);
  const target = Buffer.alloc(bound + 7, 0xee);
  return target.subarray(7, 7 + encodeChunk(messages, target, 7));
}

function decode(chunk: Buffer, count: number, skipTo = 0): unknown[] {
  const cursor = new ChunkCursor(chunk, 3, 100, count);
  cursor.skipTo(skipTo);
  const found: unknown[] = [];
  while (!cursor.done) {
    const { body, ...rest } = cursor.next();
    found.push({ ...rest, body: body === null ? null : Buffer.from(body).toString() });
  }
  return found;
}

describe('a chunk', () => {
  it('gives back what was put in, wherever it stands in a buffer', () => {
    expect(decode(encode(MESSAGES), 3)).toEqual([
      { key: 'a', body: 'one', timestampMs: 1.5, queue: 3, offset: 100 },
      { key: null, body: null, timestampMs: -1, queue: 3, offset: 101 },
      { key: 'b', body: '', timestampMs: 2, queue: 3, offset: 102, properties: { x: 'ü' } },
    ]);
  });

  it('can be entered at any offset', () => {
    expect(decode(encode(MESSAGES), 3, 102)).toEqual(decode(encode(MESSAGES), 3).slice(2));
    expect(decode(encode(MESSAGES), 3, 103)).toEqual([]);
  });

  it('keeps keys that are not ASCII apart from one another', () => {
    const keys = ['ä', 'bc', '钥匙', Buffer.of(0xff, 0), null, ''];
    const found = decode(encode(keys.map((key) => ({ key, body: null, timestampMs: 0 }))), keys.length) as {
      key: unknown;
    }[];
    expect(found.map(({ key }) => (key instanceof Uint8Array ? [...key] : key))).toEqual([
      'ä',
      'bc',
      '钥匙',
      [255, 0],
      null,
      '',
    ]);
  });

  it('fits into what was measured, whatever the texts are', () => {
    const nasty = '\u0000"\\钥\ud83d\ude80'.repeat(20);
    const message = { key: nasty, body: Buffer.alloc(3), timestampMs: 0, properties: { [nasty]: nasty } };
    expect(encode([message]).length).toBeLessThanOrEqual(encodedBound(message) + CHUNK_HEADER_BYTES);
    expect(decode(encode([message]), 1)).toMatchObject([{ key: nasty, properties: { [nasty]: nasty } }]);
  });

  it('is found damaged when any byte of it changes', () => {
    const sound = encode(MESSAGES);
    expect(chunkDamage(sound, 3)).toBeUndefined();
    for (let at = 0; at < sound.length; at++) {
      const broken = Buffer.from(sound);
      broken[at] = (broken[at] ?? 0) ^ 0x40;
      expect(chunkDamage(broken, 3)).toBeDefined();
    }
    expect(chunkDamage(sound.subarray(0, 30), 3)).toBe('cut short');
    expect(chunkDamage(sound.subarray(0, 3), 3)).toBe('not a chunk');
    expect(chunkDamage(sound, 2)).toBe('cut short');
  });
});
