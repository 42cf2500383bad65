import type { Field, FieldType, GantryRecord, RecordSchema, Value } from '@gantry/sdk';

/** A schema for rows that have none of their own: every field that occurs, with the type all its values share. */
export function inferRowSchema(
  name: string,
  records: readonly GantryRecord[],
  key: readonly string[] | undefined,
): RecordSchema {
  const types = new Map<string, FieldType | undefined>();
  for (const { after } of records) {
    for (const [field, value] of Object.entries(after ?? {})) types.set(field, widen(types.get(field), typeOf(value)));
  }
  const fields: Field[] = [...types].map(([field, type]) => ({ name: field, type: type ?? 'any' }));
  return { name, fields, ...(key === undefined || key.length === 0 ? {} : { key }) };
}

function widen(known: FieldType | undefined, own: FieldType | undefined): FieldType | undefined {
  if (known === undefined || known === own) return own;
  if (own === undefined) return known;
  const isNumeric = [known, own].every((type) => type === 'int64' || type === 'float64');
  return isNumeric ? 'float64' : 'any';
}

/** Null tells nothing of a type. */
function typeOf(value: Value): FieldType | undefined {
  if (value === null) return undefined;
  if (typeof value === 'bigint') return 'int64';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  if (typeof value === 'boolean' || typeof value === 'string') return typeof value === 'string' ? 'string' : 'boolean';
  return Array.isArray(value) ? 'array' : 'object';
}
