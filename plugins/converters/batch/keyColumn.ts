import type { GantryRecord, Row, Value } from '@gantry/sdk';

/** Null where no record has a key; names where each key is those fields of its after row; else one key for each record. */
export type PackedKeys = null | { readonly fields: readonly string[] } | readonly (Row | Value)[];

/** Keys of rows repeat their key columns, so as a rule only the columns' names are sent. */
export function packKeys(records: readonly GantryRecord[]): PackedKeys {
  if (records.every((record) => record.key === null)) return null;
  const fields = keyFields(records[0] as GantryRecord);
  if (fields !== undefined && records.every((record) => isKeyOf(record, fields))) return { fields };
  return records.map((record) => record.key);
}

/** The key of the record at an index, made from its after row where it was left out. */
export function unpackKey(packed: PackedKeys, index: number, after: Row | null): Row | Value {
  if (packed === null) return null;
  if (isKeyList(packed)) return packed[index] as Row | Value;
  const row = after as Row;
  const [first, second] = packed.fields;
  // A literal of constant shape is several times faster than adding fields one by one.
  if (second === undefined && first !== undefined) return { [first]: row[first] as Value };
  return Object.fromEntries(packed.fields.map((field) => [field, row[field] as Value]));
}

function keyFields(record: GantryRecord): readonly string[] | undefined {
  const { key } = record;
  if (typeof key !== 'object' || key === null || Array.isArray(key) || key instanceof Uint8Array) return undefined;
  const fields = Object.keys(key);
  return fields.length === 0 ? undefined : fields;
}

function isKeyOf({ key, after }: GantryRecord, fields: readonly string[]): boolean {
  if (typeof key !== 'object' || key === null || Array.isArray(key) || after === null) return false;
  const row = key as Row;
  let at = 0;
  for (const name in row) {
    const value = row[name];
    // Identity is enough: for two equal objects the key is sent as it is.
    if (fields[at] !== name || value !== after[name]) return false;
    at += 1;
  }
  return at === fields.length;
}

function isKeyList(packed: Exclude<PackedKeys, null>): packed is readonly (Row | Value)[] {
  return Array.isArray(packed);
}
