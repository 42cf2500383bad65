import { toBase64 } from '@gantry/sdk';
import type { GantryRecord, Value } from '@gantry/sdk';
import { hardRecords } from '@gantry/sdk/testing';
import type { PluginDrivers } from './types.ts';

const { plain, unicode, longText, textKey, bytes, byteKey, headers } = hardRecords() as {
  [name: string]: GantryRecord;
};

/** Messages of one value, for the converters whose body is one field. */
function values(...all: readonly Value[]): readonly GantryRecord[] {
  return all.map((value) => ({ ...(textKey as GantryRecord), after: { value } }));
}

/** What stands beside a body in message properties, and the row. */
function rowAndFacts({ op, key, after, timestampMs, headers: own }: GantryRecord): unknown {
  return { op, key, after: asJson(after), timestampMs, headers: own };
}

/** Bytes as the JSON converter writes them. */
function asJson(value: Value): Value {
  if (value instanceof Uint8Array) return toBase64(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(asJson);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, asJson(item as Value)]));
}

/** All but what does not fit into an envelope. */
function withoutSchema(record: GantryRecord): unknown {
  return withoutTopic({ ...record, schema: undefined } as unknown as GantryRecord);
}

function withoutTopic({ route, ...record }: GantryRecord): unknown {
  return { ...sorted(record), route: route?.table };
}

function sorted(record: object): object {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => a.localeCompare(b)));
}

export const convertersDrivers: PluginDrivers = {
  converters: {
    json: {
      variants: [
        {
          keeps: rowAndFacts,
          lossy: 'The row before, the schema and most facts of the source stay behind; bytes become base64.',
        },
        { config: { envelope: true }, keeps: withoutSchema, lossy: 'The schema and the topic of a route stay behind.' },
      ],
    },
    'json-schema': {
      variants: [{ keeps: withoutTopic, lossy: 'The topic of a route, which the message is in, stays behind.' }],
    },
    string: {
      variants: [
        {
          records: values('text', '', unicode?.after?.['text'] as Value, longText?.after?.['text'] as Value),
          keeps: rowAndFacts,
          lossy: 'Only one field is carried, as text.',
          malformed: [new Uint8Array([0xff, 0xfe])],
        },
      ],
    },
    bytes: {
      variants: [
        {
          records: [...values(new Uint8Array([0, 255, 128]), new Uint8Array(0)), { ...(byteKey as GantryRecord) }],
          keeps: rowAndFacts,
          lossy: 'Only one field is carried, as bytes.',
          malformed: [],
        },
      ],
    },
    batch: {
      variants: [
        {},
        {
          records: Array.from({ length: 3_000 }, (_, i) => ({
            ...([plain, bytes, headers][i % 3] as GantryRecord),
            timestampMs: i,
          })),
        },
      ],
    },
  },
};
