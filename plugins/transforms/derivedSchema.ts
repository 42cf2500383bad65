import type { Field, GantryRecord, RecordSchema } from '@gantry/sdk';

/**
 * Derives a schema once per schema that comes in, so that records which shared one go on sharing one. The new one has no
 * version: a version speaks of the fields at the source.
 */
export function derivedSchema(derive: (schema: RecordSchema) => SchemaChange): (schema: RecordSchema) => RecordSchema {
  const known = new WeakMap<RecordSchema, RecordSchema>();
  return (schema) => {
    const cached = known.get(schema);
    if (cached !== undefined) return cached;
    const { fields, key } = { key: schema.key, ...derive(schema) };
    const present = key?.filter((name) => fields.some((field) => field.name === name));
    const made = { name: schema.name, fields, ...(present?.length ? { key: present } : {}) };
    known.set(schema, made);
    return made;
  };
}

/** What changes in a schema; key columns that are no longer fields are left out of its key. */
export interface SchemaChange {
  readonly fields: readonly Field[];
  readonly key?: readonly string[] | undefined;
}

/** The record with its schema derived; as it is where it has none. */
export function withSchema(record: GantryRecord, derive: (schema: RecordSchema) => RecordSchema): GantryRecord {
  return record.schema === undefined ? record : { ...record, schema: derive(record.schema) };
}
