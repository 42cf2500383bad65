import type { RecordSchema } from '@gantry/sdk';
import { describe, expect, it } from 'vitest';
import { converterOf, message, roundTrip, row } from '../support/records.ts';
import { jsonSchema } from './jsonSchema.ts';

const converter = converterOf(jsonSchema, {});
const schema: RecordSchema = {
  name: 'readings',
  key: ['id'],
  version: 4,
  fields: [
    { name: 'id', type: 'uint64', nullable: false, sourceType: 'bigint unsigned' },
    { name: 'data', type: 'bytes', params: { length: 16 } },
    { name: 'ratio', type: 'float64' },
    { name: 'label', type: 'string' },
  ],
};

describe('json-schema', () => {
  it('carries the schema and gives every value back as it says', () => {
    const after = { id: 2n ** 64n - 1n, data: new Uint8Array([0, 255]), ratio: NaN, label: 'NaN' };
    const records = [
      row(after, { schema, key: { id: 2n ** 64n - 1n }, before: { ...after, ratio: -Infinity } }),
      row({ free: [new Uint8Array([1])] }),
    ];
    expect(roundTrip(converter, records)).toEqual(records);
  });

  it('lets records of one schema share one object', () => {
    const [first, second] = roundTrip(converter, [row({ id: 1 }, { schema }), row({ id: 2 }, { schema })]);
    expect(second?.schema).toBe(first?.schema);
  });

  it('refuses JSON without schema and payload', () => {
    const payload = '{"op":"create","source":{"connector":"x"},"timestampMs":1,"after":{}}';
    const bodies = [
      '{"a":1}',
      '[]',
      '{"schema":{"name":"x"},"payload":{}}',
      `{"schema":{"name":"x","fields":[{}]},"payload":${payload}}`,
    ];
    const { failures } = converter.decode(bodies.map((body) => message(body)));
    expect(failures?.map(({ error }) => error.code)).toEqual(bodies.map(() => 'converters.json_envelope'));
  });
});
