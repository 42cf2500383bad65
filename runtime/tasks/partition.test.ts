import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashKey, Partitioner } from './partition.ts';
import { record } from './test-support/testTask.ts';

describe('hashKey', () => {
  it('takes equal keys for equal, however they were written down', () => {
    const pairs: [Parameters<typeof hashKey>[0], Parameters<typeof hashKey>[0]][] = [
      [
        { a: 1, b: 'x' },
        { b: 'x', a: 1 },
      ],
      [{ id: 7 }, { id: 7n }],
      [0, -0],
      [new Uint8Array([1, 2]), new Uint8Array([1, 2])],
      [
        [1, { a: 2 }],
        [1, { a: 2n }],
      ],
    ];
    for (const [one, other] of pairs) expect(hashKey(one)).toBe(hashKey(other));
  });

  it('tells different keys apart', () => {
    const keys = [
      1,
      2,
      '1',
      'a',
      'b',
      true,
      false,
      1.5,
      2n ** 60n,
      { a: 1, b: 2 },
      { a: 2, b: 1 },
      [1, 2],
      [2, 1],
      new Uint8Array([1]),
    ];
    expect(new Set(keys.map(hashKey)).size).toBe(keys.length);
  });

  it('spreads consecutive numbers and similar texts over the queues', () => {
    for (const make of [(n: number) => n, (n: number) => `order-${n}`, (n: number) => ({ id: n })]) {
      const counts = Array.from({ length: 8 }, () => 0);
      for (let n = 0; n < 8000; n++) counts[hashKey(make(n)) % 8] = (counts[hashKey(make(n)) % 8] as number) + 1;
      expect(Math.min(...counts)).toBeGreaterThan(800);
      expect(Math.max(...counts)).toBeLessThan(1200);
    }
  });
});

describe('Partitioner', () => {
  it('loses nothing, keeps the order within a queue, and one key in one queue', () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.integer({ min: 0, max: 20 }))),
        fc.integer({ min: 1, max: 7 }),
        (keys, queues) => {
          const records = keys.map((key, n) => ({ ...record(null, { n }), key }));
          const parts = new Partitioner(queues).split(records);
          const dealt = parts.flatMap((part) => part ?? []);
          expect(dealt.length).toBe(records.length);
          const queueOf = new Map<unknown, number>();
          parts.forEach((part, queue) => {
            const order = (part ?? []).map((each) => Number(each.after?.['n']));
            expect(order).toEqual([...order].sort((a, b) => a - b));
            for (const each of part ?? []) {
              expect(queueOf.get(each.key) ?? queue).toBe(queue);
              queueOf.set(each.key, queue);
            }
          });
        },
      ),
    );
  });

  it('gives the records without a key of one batch to one queue, and those of the next to another', () => {
    const partitioner = new Partitioner(3);
    const turns = [1, 2, 3, 4].map(() =>
      partitioner.split([record(null), record(null)]).findIndex((part) => part?.length === 2),
    );
    expect(turns).toEqual([0, 1, 2, 0]);
  });
});
