import { Type, advanced, writeJson } from '@gantry/sdk';
import type { ComponentContext, Field, Row, Static, TransformDefinition, Value } from '@gantry/sdk';
import { TRANSFORMS_ERRORS } from './errors.ts';
import { isRow } from './fieldPath.ts';
import { mapRows, perRecord } from './perRecord.ts';
import { SchemaByShape } from './schemaByShape.ts';

const config = Type.Object(
  {
    delimiter: Type.String({
      title: 'Delimiter',
      description: 'Stands between the names of outer and inner fields.',
      default: '_',
      maxLength: 10,
    }),
    depth: Type.Integer({
      title: 'Depth',
      description: 'How many levels are flattened at the most; what lies deeper stays an object.',
      default: 16,
      minimum: 1,
      maximum: 100,
    }),
    arrays: Type.Union(
      [
        Type.Literal('keep', { title: 'Keep as lists' }),
        Type.Literal('json', { title: 'Turn into JSON text' }),
        Type.Literal('index', { title: 'One field per element' }),
      ],
      { title: 'Lists', description: 'What becomes of lists.', default: 'keep' },
    ),
    maxFields: advanced(
      Type.Integer({
        title: 'Most fields',
        description: 'A row that would get more fields than this fails, so that one odd record cannot fill the memory.',
        default: 1000,
        minimum: 1,
        maximum: 100_000,
      }),
    ),
  },
  { additionalProperties: false },
);

type FlattenConfig = Static<typeof config>;

/** Turns nested objects into fields of the row. */
export const flatten: TransformDefinition<FlattenConfig> = {
  type: 'flatten',
  title: 'Flatten',
  description: 'Turns nested objects into fields of the row: address.city becomes address_city.',
  icon: 'ArrowsDiagonalMinimize',
  keywords: ['nested', 'unnest', 'object', 'columns'],
  config,
  createTransform(context: ComponentContext<FlattenConfig>) {
    const schemas = new SchemaByShape();
    return perRecord((record) => {
      const flat = mapRows(record, (row) => (isFlat(row, context.config) ? row : flattened(row, context.config)));
      if (flat === record || flat.schema === undefined) return flat;
      return { ...flat, schema: schemas.schemaOf(flat.schema, flat.after ?? flat.before ?? {}, fieldOf) };
    });
  },
};

function isFlat(row: Row, { arrays }: FlattenConfig): boolean {
  for (const name in row) {
    const value = row[name] as Value;
    if (isRow(value) || (arrays !== 'keep' && Array.isArray(value))) return false;
  }
  return true;
}

function flattened(row: Row, options: FlattenConfig): Row {
  const flat: { [name: string]: Value } = {};
  let count = 0;
  const put = (name: string, value: Value): void => {
    if (Object.hasOwn(flat, name)) {
      throw TRANSFORMS_ERRORS.error('name_taken', {
        message: `flattening gives two fields the name ${name}`,
        hint: 'Choose a delimiter that no field name holds.',
      });
    }
    count += 1;
    if (count > options.maxFields) {
      throw TRANSFORMS_ERRORS.error('not_convertible', {
        message: `flattening gives more than ${options.maxFields} fields`,
        hint: 'Raise maxFields, lower depth, or keep lists as they are.',
      });
    }
    flat[name] = value;
  };
  const visit = (name: string, value: Value, level: number): void => {
    const inner = innerFields(value, level, options);
    if (inner === undefined)
      return put(name, options.arrays === 'json' && Array.isArray(value) ? writeJson(value) : value);
    for (const [innerName, innerValue] of inner)
      visit(`${name}${options.delimiter}${innerName}`, innerValue, level + 1);
  };
  for (const [name, value] of Object.entries(row)) visit(name, value, 0);
  return flat;
}

/** The fields to go on with; undefined where a value stays as it is, as an empty object does. */
function innerFields(value: Value, level: number, { depth, arrays }: FlattenConfig): [string, Value][] | undefined {
  if (level >= depth || !(isRow(value) || (arrays === 'index' && Array.isArray(value)))) return undefined;
  const entries = Object.entries(value as Row);
  return entries.length === 0 ? undefined : entries;
}

function fieldOf(name: string, value: Value): Field {
  if (Array.isArray(value)) return { name, type: 'array' };
  return { name, type: isRow(value) ? 'object' : 'any' };
}
