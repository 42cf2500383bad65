import type { GantryRecord, Op, RecordRoute, Row } from '@gantry/sdk';
import { Packr } from 'msgpackr';
import { CONVERTERS_ERRORS } from '../errors.ts';
import { packFacts, unpackFacts } from './factColumns.ts';
import type { PackedFacts } from './factColumns.ts';
import { packKeys, unpackKey } from './keyColumn.ts';
import type { PackedKeys } from './keyColumn.ts';
import { SchemaDictionary } from './schemaDictionary.ts';
import type { PackedSchemas } from './schemaDictionary.ts';

/** The body's first element. A reader refuses what is newer than itself. */
const VERSION = 1;

type Headers = NonNullable<GantryRecord['headers']>;

/** A body: MessagePack, one array. Columns that say nothing are null, those that say one thing hold it once. */
type PackedBatch = readonly [
  version: number,
  count: number,
  ops: Op | readonly Op[],
  keys: PackedKeys,
  befores: null | readonly (Row | null)[],
  afters: null | readonly (Row | null)[],
  schemas: PackedSchemas,
  facts: PackedFacts,
  times: number | readonly number[],
  headers: null | readonly (Headers | null)[],
  routes: null | readonly (RecordRoute | null)[],
];

/** Packs records into one body and back, exactly. */
export class BatchFormat {
  readonly #schemas = new SchemaDictionary();
  /**
   * Rows of one shape name their fields once per body. Texts are bundled: decoding one long string and slicing it measures
   * four times faster than decoding each. Nothing is kept between bodies, so each can be read alone.
   */
  readonly #packr = new Packr({ useRecords: true, bundleStrings: true, mapsAsObjects: true, useBigIntExtension: true });

  pack(records: readonly GantryRecord[]): Uint8Array {
    const batch: PackedBatch = [
      VERSION,
      records.length,
      column(records, (record) => record.op),
      packKeys(records),
      columnOrNull(records, (record) => record.before),
      columnOrNull(records, (record) => record.after),
      this.#schemas.pack(records),
      packFacts(records),
      column(records, (record) => record.timestampMs),
      columnOrNull(records, (record) => record.headers ?? null),
      columnOrNull(records, (record) => record.route ?? null),
    ];
    return this.#packr.pack(batch);
  }

  /** Throws `converters.batch_foreign` or `converters.batch_version`. */
  unpack(body: Uint8Array): GantryRecord[] {
    const [, count, ops, keys, befores, afters, schemas, facts, times, headers, routes] = this.#open(body);
    const schemaOf = this.#schemas.unpack(schemas);
    const records: GantryRecord[] = [];
    for (let index = 0; index < count; index += 1) {
      const after = afters === null ? null : (afters[index] as Row | null);
      const record: { -readonly [name in keyof GantryRecord]: GantryRecord[name] } = {
        op: typeof ops === 'string' ? ops : (ops[index] as Op),
        key: unpackKey(keys, index, after),
        before: befores === null ? null : (befores[index] as Row | null),
        after,
        source: unpackFacts(facts, index),
        timestampMs: typeof times === 'number' ? times : (times[index] as number),
      };
      const schema = schemaOf(index);
      if (schema !== undefined) record.schema = schema;
      const header = headers?.[index];
      if (header) record.headers = header;
      const route = routes?.[index];
      if (route) record.route = route;
      records.push(record);
    }
    return records;
  }

  #open(body: Uint8Array): PackedBatch {
    let batch: unknown;
    try {
      batch = this.#packr.unpack(body);
    } catch (error) {
      throw foreign(error);
    }
    if (!Array.isArray(batch) || typeof batch[0] !== 'number') throw foreign();
    if (batch[0] > VERSION) {
      throw CONVERTERS_ERRORS.error('batch_version', {
        message: `the message has batch format ${batch[0]}, this member reads up to ${VERSION}`,
        hint: 'Upgrade the members that read this topic before those that write it.',
      });
    }
    if (batch.length !== 11 || !Number.isSafeInteger(batch[1]) || !isCountOf(batch as unknown as PackedBatch))
      throw foreign();
    return batch as unknown as PackedBatch;
  }
}

function foreign(cause?: unknown): Error {
  return CONVERTERS_ERRORS.error('batch_foreign', {
    message: 'the message body is not in the batch format',
    hint: 'Topics that other programs write to need the converter those programs use: json, string or bytes.',
    cause,
  });
}

/** Whether every column has as many entries as the body says: a damaged body must not give records of holes. */
function isCountOf([, count, ops, keys, befores, afters, , facts, times, headers, routes]: PackedBatch): boolean {
  return [ops, keys, befores, afters, facts, times, headers, routes].every(
    (entries) => !Array.isArray(entries) || entries.length === count,
  );
}

function column<T extends string | number>(records: readonly GantryRecord[], of: (record: GantryRecord) => T): T | T[] {
  const first = of(records[0] as GantryRecord);
  if (records.every((record) => of(record) === first)) return first;
  return records.map(of);
}

function columnOrNull<T>(
  records: readonly GantryRecord[],
  of: (record: GantryRecord) => T | null,
): null | (T | null)[] {
  return records.every((record) => of(record) === null) ? null : records.map(of);
}
