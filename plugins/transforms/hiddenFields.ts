import { Type, meaning } from '@gantry/sdk';
import type { Field, GantryRecord, RecordSchema, Row, Transform, Value } from '@gantry/sdk';
import { derivedSchema, withSchema } from './derivedSchema.ts';
import { isRow, parsePath, valueAt, withValue } from './fieldPath.ts';
import type { FieldPath } from './fieldPath.ts';
import { mapRows, perRecord } from './perRecord.ts';

/** The option that names fields whose values are shown nowhere, samples on the canvas included. */
export const hiddenFieldsOption = Type.Array(meaning(Type.String({ title: 'Field', minLength: 1 }), 'masked-field'), {
  title: 'Fields',
  description:
    'The fields to hide; dotted for nested ones. Their values are masked wherever the designer shows records.',
  minItems: 1,
  examples: [['email', 'card.number']],
});

/**
 * A transform that replaces the values of fields by text, in before and after rows and, where they are key columns, in the key:
 * a value that is hidden in the row must not be read from its key. Null stays null, a missing field stays missing.
 */
export function hideFields(fields: readonly string[], hide: (value: Exclude<Value, null>) => string): Transform {
  const paths = fields.map(parsePath);
  const hideRow = (row: Row) => paths.reduce((hidden, path) => hideField(hidden, path, hide), row);
  const schemaOf = derivedSchema((schema) => hiddenSchema(schema, paths));
  return perRecord((record) => withSchema(hideKey(mapRows(record, hideRow), hideRow), schemaOf));
}

function hideField(row: Row, path: FieldPath, hide: (value: Exclude<Value, null>) => string): Row {
  const value = valueAt(row, path);
  return value === undefined || value === null ? row : withValue(row, path, hide(value));
}

function hideKey(record: GantryRecord, hideRow: (row: Row) => Row): GantryRecord {
  if (!isRow(record.key)) return record;
  const key = hideRow(record.key);
  return key === record.key ? record : { ...record, key };
}

function hiddenSchema(schema: RecordSchema, paths: readonly FieldPath[]): { readonly fields: readonly Field[] } {
  const names = new Set(paths.filter((path) => path.length === 1).map(([name]) => name));
  return {
    fields: schema.fields.map((field) => (names.has(field.name) ? { name: field.name, type: 'string' } : field)),
  };
}
