import { describe, expect, it } from 'vitest';
import type { GantryRecord } from '@gantry/sdk';
import { SampleRing } from './samples.ts';
import { sampleRecord } from './sampleRecord.ts';
import { record } from './test-support/testTask.ts';

const masked = new Set(['password']);
const full: GantryRecord = {
  ...record('k1'),
  key: { id: 2n ** 60n, password: 'p' },
  before: { password: 'old', deep: [{ password: { a: 1 } }] },
  after: { big: 12345678901234567890n, bytes: new Uint8Array([1, 2, 3]), nan: NaN, nothing: null, text: 'ok' },
  headers: { password: 'h', other: 'x' },
};

describe('sampleRecord', () => {
  it('prints every kind of value as JSON and masks fields at any depth', () => {
    const sample = sampleRecord(full, 7, masked);
    expect(JSON.parse(JSON.stringify(sample))).toMatchObject({
      atMs: 7,
      op: 'create',
      key: { id: '1152921504606846976', password: '•••' },
      before: { password: '•••', deep: [{ password: '•••' }] },
      after: { big: '12345678901234567890', bytes: 'base64:AQID', nan: 'NaN', nothing: null, text: 'ok' },
      headers: { password: '•••', other: 'x' },
    });
    expect(sample.cut).toBeUndefined();
  });

  it('masks a key that is the masked column itself', () => {
    const schema = { name: 't', fields: [], key: ['password'] };
    expect(sampleRecord({ ...record('hunter2'), schema }, 0, masked).key).toBe('•••');
  });

  it('cuts long values and wide rows to about 8 KB, and says so', () => {
    const wide = Object.fromEntries(Array.from({ length: 2000 }, (_, n) => [`column${n}`, 'x'.repeat(50)]));
    for (const after of [
      { text: 'x'.repeat(1e6) },
      { bytes: new Uint8Array(1e6) },
      { list: Array.from({ length: 1e5 }, () => 1) },
      wide,
    ]) {
      const sample = sampleRecord(record('k', after), 0, masked);
      expect(sample.cut).toBe(true);
      expect(JSON.stringify(sample).length).toBeLessThan(16 * 1024);
    }
  });
});

describe('SampleRing', () => {
  it('keeps the last records and counts all', () => {
    const ring = new SampleRing(3);
    ring.keep([record('a'), record('b')], 1);
    ring.keep([record('c'), record('d')], 2);
    const { records, seen } = ring.dto(masked);
    expect([seen, records.map((each) => [each.key, each.atMs])]).toEqual([
      4,
      [
        ['b', 1],
        ['c', 2],
        ['d', 2],
      ],
    ]);
  });

  it('keeps fewer of large records', () => {
    const ring = new SampleRing(20);
    for (let n = 0; n < 30; n++) ring.keep([record('a', { text: 'x'.repeat(500_000) })], n);
    expect(ring.dto(masked).records.length).toBe(2);
  });
});
