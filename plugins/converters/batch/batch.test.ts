import type { GantryRecord, RecordSchema, Value } from '@gantry/sdk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { converterOf, message, roundTrip, row, stored } from '../support/records.ts';
import { batch } from './batch.ts';

const converter = converterOf(batch, {});
const orders: RecordSchema = { name: 'orders', fields: [{ name: 'id', type: 'int64' }], key: ['id'], version: 2 };
const users: RecordSchema = { name: 'users', fields: [{ name: 'id', type: 'uuid', nullable: false }] };

describe('batch', () => {
  it('gives every kind of value back exactly', () => {
    const values: { readonly [name: string]: Value } = {
      big: 9_223_372_036_854_775_807n,
      unsigned: 18_446_744_073_709_551_615n,
      negative: -9_223_372_036_854_775_808n,
      smallBig: 5n,
      huge: 2n ** 100n,
      integer: 2 ** 53 - 1,
      fraction: 0.1 + 0.2,
      tiny: 5e-324,
      notANumber: NaN,
      infinite: -Infinity,
      decimal: '12345678901234567890.123456789',
      zeroDate: '0000-00-00 00:00:00.000000',
      text: 'Zürich 上海 🚀',
      empty: '',
      none: null,
      yes: true,
      list: [1, [2n, null], { a: [] }],
      nested: { deep: { deeper: { '': 0, 'a b': 1, '0': 2 } } },
    };
    expect(roundTrip(converter, [row(values)])[0]?.after).toStrictEqual(values);
  });

  it('gives bytes back as bytes, also through a node Buffer', () => {
    const [record] = roundTrip(converter, [
      row({ a: new Uint8Array([0, 255]), b: Buffer.from([1, 2]), c: new Uint8Array() }),
    ]);
    expect(Object.values(record?.after ?? {}).map((bytes) => [...(bytes as Uint8Array)])).toEqual([
      [0, 255],
      [1, 2],
      [],
    ]);
  });

  it('gives any mix of records back', () => {
    const leaf = fc.oneof(
      fc.constant(null),
      fc.boolean(),
      fc.integer(),
      fc.double().filter((number) => !Object.is(number, -0)),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }),
      fc.string({ unit: 'grapheme' }),
    );
    const name = fc.string().filter((text) => text !== '__proto__');
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        leaf,
        fc.array(tie('value')),
        fc.dictionary(name, tie('value'), { noNullPrototype: true }),
      ),
    }));
    const rowOf = fc.dictionary(name, value, { noNullPrototype: true });
    const record = fc.record(
      {
        op: fc.constantFrom('create', 'update', 'delete', 'read', 'truncate', 'message'),
        key: fc.oneof(leaf, rowOf),
        before: fc.option(rowOf),
        after: fc.option(rowOf),
        source: fc.record(
          { connector: fc.string(), at: fc.string(), line: fc.integer() },
          { requiredKeys: ['connector'], noNullPrototype: true },
        ),
        timestampMs: fc.integer(),
        schema: fc.constantFrom(orders, users),
        headers: fc.dictionary(name, fc.string(), { noNullPrototype: true }),
        route: fc.record({ topic: fc.string() }, { noNullPrototype: true }),
      },
      { requiredKeys: ['op', 'key', 'before', 'after', 'source', 'timestampMs'], noNullPrototype: true },
    );
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 20 }), (records) => {
        expect(roundTrip(converter, records as GantryRecord[])).toEqual(records);
      }),
      { numRuns: 200 },
    );
  });

  it('lets records that shared a schema share one again, also across messages', () => {
    const records = [
      row({ id: 1 }, { schema: orders }),
      row({ id: 2 }, { schema: users }),
      row({ id: 3 }, { schema: orders }),
    ];
    const [first, second, third] = roundTrip(converter, records);
    const [later] = roundTrip(converter, [row({ id: 4 }, { schema: { ...orders } })]);
    expect(first?.schema).toEqual(orders);
    expect(second?.schema).toEqual(users);
    expect(third?.schema).toBe(first?.schema);
    expect(later?.schema).toBe(first?.schema);
  });

  it('gives keys back whether or not they repeat their row', () => {
    const records = [
      row({ id: 1, shop: 'a', n: 0 }, { key: { id: 1, shop: 'a' } }),
      row({ id: 2, shop: 'b', n: 0 }, { key: { id: 2, shop: 'b' } }),
    ];
    expect(roundTrip(converter, records)).toEqual(records);
    const changed = [...records, row(null, { op: 'delete', key: { id: 3, shop: 'c' } }), row({ id: 4 }, { key: 4 })];
    expect(roundTrip(converter, changed)).toEqual(changed);
  });

  it('puts a thousand rows into one message and more than a mebibyte into several', () => {
    const small = Array.from({ length: 1_000 }, (_, id) => row({ id, name: 'x'.repeat(150) }));
    expect(converter.encode(small).messages).toHaveLength(1);
    const large = Array.from({ length: 100 }, (_, id) => row({ id, text: String(id).repeat(20_000) }));
    const { messages } = converterOf(batch, {}).encode(large);
    expect(messages.length).toBeGreaterThan(1);
    expect(Math.max(...messages.map(({ body }) => body?.length ?? 0))).toBeLessThanOrEqual(1_048_576);
    const { records, messageOf } = converter.decode(stored(messages));
    expect(records).toEqual(large);
    expect(messageOf?.[0]).toBe(0);
    expect(messageOf?.at(-1)).toBe(messages.length - 1);
  });

  it('sends a record larger than a mebibyte alone', () => {
    const records = [row({ a: 1 }), row({ text: 'y'.repeat(3_000_000) }), row({ a: 2 })];
    expect(roundTrip(converterOf(batch, {}), records)).toEqual(records);
  });

  it('names the record it cannot pack and sends the others', () => {
    const broken = row({ symbol: Symbol('no value') as unknown as string });
    const { messages, failures } = converter.encode([row({ a: 1 }), broken, row({ a: 2 })]);
    expect(failures).toEqual([{ index: 1, error: expect.objectContaining({ code: 'converters.batch_encode' }) }]);
    expect(converter.decode(stored(messages)).records.map((record) => record.after)).toEqual([{ a: 1 }, { a: 2 }]);
  });

  it('refuses foreign, cut and newer bodies one by one', () => {
    const [good] = converter.encode([row({ a: 1 }), row({ a: 2 })]).messages;
    const body = good?.body as Uint8Array;
    const { records, messageOf, failures } = converter.decode([
      message('{"json": true}'),
      message(new Uint8Array()),
      message(null),
      message(body.subarray(0, body.length - 5)),
      message(body),
      message(new Uint8Array([0x9b, 99, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])),
    ]);
    expect(records).toHaveLength(2);
    expect(messageOf).toEqual([4, 4]);
    expect(failures?.map(({ index, error }) => [index, error.code])).toEqual([
      [0, 'converters.batch_foreign'],
      [1, 'converters.batch_foreign'],
      [2, 'converters.batch_foreign'],
      [3, 'converters.batch_foreign'],
      [5, 'converters.batch_version'],
    ]);
  });

  it('survives random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (body) => {
        const { records, failures } = converter.decode([message(body)]);
        expect(records.length === 0 || failures === undefined).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});
