import type { GantryRecord, RecordSchema, Row } from '@gantry/sdk';

const TIME = Date.UTC(2026, 1, 28, 23, 59, 59, 999);

const SCHEMA: RecordSchema = {
  name: 'shop.orders',
  key: ['id'],
  version: 3,
  fields: [
    { name: 'id', type: 'int64', nullable: false, sourceType: 'bigint unsigned' },
    { name: 'price', type: 'decimal', sourceType: 'decimal(65,30)', params: { precision: 65, scale: 30 } },
    { name: 'state', type: 'enum', params: { values: ['new', 'paid'] } },
    { name: 'data', type: 'bytes' },
  ],
};

/** A record of an op, with the facts that every record has. */
function record(op: GantryRecord['op'], after: Row | null, more: Partial<GantryRecord> = {}): GantryRecord {
  return {
    op,
    key: null,
    before: null,
    after,
    source: { connector: 'test', table: 'hard' },
    timestampMs: TIME,
    ...more,
  };
}

/** Records that lose something on a careless way: by name, so that a test can leave out what a format does not promise. */
export function hardRecords(): { readonly [name: string]: GantryRecord } {
  return {
    plain: record('read', { id: 1, name: 'Ada', paid: true, price: 9.5 }),
    empty: record('create', {}),
    nulls: record('update', { id: 1, name: null }, { before: { id: 1, name: 'x' } }),
    bigIntegers: record('create', {
      max: 9223372036854775807n,
      min: -9223372036854775808n,
      unsigned: 18446744073709551615n,
      safe: 9007199254740991,
    }),
    decimals: record('create', {
      price: '12345678901234567890.123456789012345678901234567890',
      zero: '0.00',
      negative: '-0.10',
    }),
    floats: record('create', { tiny: 5e-324, huge: 1.7976931348623157e308, third: 1 / 3, negative: -0.5 }),
    bytes: record('create', { data: new Uint8Array([0, 1, 127, 128, 254, 255]), none: new Uint8Array(0) }),
    dates: record('create', {
      zero: '0000-00-00',
      impossible: '2026-02-30',
      micros: '2026-02-28 23:59:59.999999',
      negative: '-838:59:59',
    }),
    unicode: record('create', {
      text: 'ä 漢字 🚀 \u0000 \u2028 \u2029 "quoted" \\ back',
      'feld mit ü': 'ok',
      'dotted.name': 1,
      '': 'no name',
    }),
    oddNames: record('create', { constructor: 'x', toString: 'y', length: 3, '0': 'zero' }),
    nested: record('create', { list: [1, [2, [3, null]], { deep: { deeper: ['x', true] } }], empty: [], none: {} }),
    longText: record('create', { text: 'long '.repeat(60_000) }),
    manyFields: record('create', Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`field_${i}`, i]))),
    withSchema: record(
      'update',
      { id: 18446744073709551615n, price: '1.10', state: 'paid', data: new Uint8Array([1]) },
      {
        schema: SCHEMA,
        key: { id: 18446744073709551615n },
        before: { id: 18446744073709551615n, price: '1.00', state: 'new', data: null },
        source: {
          connector: 'mysql',
          database: 'shop',
          table: 'orders',
          at: 'mysql-bin.000003:4711',
          gtid: 'a:1',
          row: 2,
          nested: { x: [1] },
        },
      },
    ),
    delete: record('delete', null, { key: { id: 7 }, before: { id: 7, name: 'gone' } }),
    tombstone: record('delete', null, { key: 'order-7' }),
    truncate: record('truncate', null),
    textKey: record('message', { value: 'hello' }, { key: 'k-1' }),
    numberKey: record('message', { value: 1 }, { key: 42 }),
    bigKey: record('message', { value: 1 }, { key: 18446744073709551615n }),
    byteKey: record('message', { value: new Uint8Array([9]) }, { key: new Uint8Array([0, 255]) }),
    compoundKey: record('create', { a: 1, b: 'x' }, { key: { a: 1, b: 'x' } }),
    headers: record('message', { value: 1 }, { headers: { trace: 'abc', 'x-ümlaut': 'ü' } }),
    routed: record('create', { id: 1 }, { route: { topic: 'other', table: 'orders_2026' } }),
    epoch: record('create', { id: 1 }, { timestampMs: 0 }),
  };
}

/** Plain rows with a key, numbered from `from`. */
export function rowRecords(count: number, from = 0): readonly GantryRecord[] {
  return Array.from({ length: count }, (_, i) => {
    const id = from + i;
    const after = { id, name: `name ${id}`, amount: id / 4, active: id % 2 === 0 };
    return {
      ...record('read', after),
      key: { id },
      source: { connector: 'test', table: 'rows', at: `rows:${id}` },
      timestampMs: TIME + id,
    };
  });
}
