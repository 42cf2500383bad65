import { Type, advanced } from '@gantry/sdk';
import type { ComponentContext, Field, FieldType, GantryRecord, Row, Static, TransformDefinition } from '@gantry/sdk';
import { derivedSchema, withSchema } from '../derivedSchema.ts';
import { TRANSFORMS_ERRORS } from '../errors.ts';
import { isRow, kindOf, parsePath, valueAt, withValue } from '../fieldPath.ts';
import type { FieldPath } from '../fieldPath.ts';
import { mapRows, perRecord } from '../perRecord.ts';
import { convert } from './convert.ts';

const TYPES: readonly [FieldType, ...FieldType[]] = [
  'boolean',
  'int8',
  'int16',
  'int32',
  'int64',
  'uint8',
  'uint16',
  'uint32',
  'uint64',
  'float32',
  'float64',
  'decimal',
  'string',
  'json',
  'enum',
  'set',
  'uuid',
  'bytes',
  'bit',
  'geometry',
  'date',
  'time',
  'datetime',
  'timestamp',
  'year',
  'array',
  'object',
  'any',
];

const config = Type.Object(
  {
    fields: Type.Record(
      Type.String(),
      Type.Union(
        TYPES.map((type) => Type.Literal(type)),
        { title: 'Type' },
      ),
      {
        title: 'Fields',
        description:
          'Field names, dotted for nested ones, each with the type its values are turned into. Null stays null.',
        minProperties: 1,
        examples: [{ amount: 'decimal', created: 'timestamp' }],
      },
    ),
    invalid: advanced(
      Type.Union(
        [Type.Literal('fail', { title: 'Fail the record' }), Type.Literal('null', { title: 'Set the field to null' })],
        {
          title: 'Values that do not fit',
          description: 'What becomes of a value that cannot become the type.',
          default: 'fail',
        },
      ),
    ),
  },
  { additionalProperties: false },
);

type CastConfig = Static<typeof config>;

interface CastField {
  readonly name: string;
  readonly path: FieldPath;
  readonly type: FieldType;
}

/** Turns the values of fields into other types. */
export const cast: TransformDefinition<CastConfig> = {
  type: 'cast',
  title: 'Cast types',
  description: 'Turns the values of fields into other types, without losing anything on the way.',
  icon: 'Transform',
  keywords: ['type', 'convert', 'number', 'date', 'parse'],
  config,
  createTransform(context: ComponentContext<CastConfig>) {
    const fields = Object.entries(context.config.fields).map(([name, type]) => ({ name, path: parsePath(name), type }));
    const lenient = context.config.invalid === 'null';
    const castRow = (row: Row) => fields.reduce((changed, field) => castField(changed, field, lenient), row);
    const schemaOf = derivedSchema((schema) => ({ fields: fields.reduce(withType, schema.fields) }));
    return perRecord((record) => withSchema(castKey(mapRows(record, castRow), castRow), schemaOf));
  },
};

function castField(row: Row, { name, path, type }: CastField, lenient: boolean): Row {
  const value = valueAt(row, path);
  if (value === undefined) return row;
  const converted = convert(value, type);
  if (converted === value) return row;
  if (converted === undefined && !lenient) {
    throw TRANSFORMS_ERRORS.error('not_convertible', {
      message: `the field ${name} holds ${kindOf(value)} that cannot become ${type} without loss`,
      hint: 'Correct it at the source, compute another value for it, or set values that do not fit to null.',
    });
  }
  return withValue(row, path, converted ?? null);
}

/** The key's columns have the same types as the row's, or a sink would not find the row. */
function castKey(record: GantryRecord, castRow: (row: Row) => Row): GantryRecord {
  if (!isRow(record.key)) return record;
  const key = castRow(record.key);
  return key === record.key ? record : { ...record, key };
}

function withType(fields: readonly Field[], { path: [name, ...inner], type }: CastField): readonly Field[] {
  if (inner.length > 0) return fields;
  return fields.map((field) =>
    field.name === name && field.type !== type
      ? { name, type, ...(field.nullable === undefined ? {} : { nullable: field.nullable }) }
      : field,
  );
}
