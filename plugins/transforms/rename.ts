import { Type } from '@gantry/sdk';
import type {
  ComponentContext,
  GantryRecord,
  RecordSchema,
  Row,
  Static,
  TransformDefinition,
  Value,
} from '@gantry/sdk';
import { derivedSchema, withSchema } from './derivedSchema.ts';
import { TRANSFORMS_ERRORS } from './errors.ts';
import { isRow, parsePath, valueAt, withValue, withoutField } from './fieldPath.ts';
import type { FieldPath } from './fieldPath.ts';
import { mapRows, perRecord } from './perRecord.ts';

const config = Type.Object(
  {
    fields: Type.Record(Type.String(), Type.String({ title: 'New name', minLength: 1 }), {
      title: 'Fields',
      description:
        'Old names, each with its new one; dotted for nested fields, which may also move: address.city: city.',
      minProperties: 1,
      examples: [{ cust_no: 'customerId', 'address.city': 'city' }],
    }),
  },
  { additionalProperties: false },
);

interface Move {
  readonly from: FieldPath;
  readonly to: FieldPath;
}

/** Gives fields new names, in rows, key and schema alike. */
export const rename: TransformDefinition<Static<typeof config>> = {
  type: 'rename',
  title: 'Rename fields',
  description: 'Gives fields new names, also in the key and the schema.',
  icon: 'Pencil',
  keywords: ['name', 'map', 'columns', 'move'],
  config,
  createTransform(context: ComponentContext<Static<typeof config>>) {
    const moves = Object.entries(context.config.fields).map(([from, to]) => ({
      from: parsePath(from),
      to: parsePath(to),
    }));
    const columns = new Map(moves.filter(isColumn).map(({ from, to }) => [from[0], to[0]]));
    const paths = moves.filter((move) => !isColumn(move));
    const renamed = (row: Row) => paths.reduce(moveField, renameColumns(row, columns));
    const schemaOf = derivedSchema((schema) => renamedSchema(schema, columns, paths));
    return perRecord((record) => withSchema(renameKey(mapRows(record, renamed), columns), schemaOf));
  },
};

function isColumn({ from, to }: Move): boolean {
  return from.length === 1 && to.length === 1;
}

/** All at once, in the order of the row, so that two fields can swap their names. */
function renameColumns(row: Row, columns: ReadonlyMap<string, string>): Row {
  const renamed: { [name: string]: Value } = {};
  let changed = false;
  for (const name of Object.keys(row)) {
    const to = columns.get(name) ?? name;
    if (Object.hasOwn(renamed, to)) throw nameTaken(to);
    renamed[to] = row[name] as Value;
    changed ||= to !== name;
  }
  return changed ? renamed : row;
}

function moveField(row: Row, { from, to }: Move): Row {
  const value = valueAt(row, from);
  if (value === undefined) return row;
  const rest = withoutField(row, from);
  if (valueAt(rest, to) !== undefined) throw nameTaken(to.join('.'));
  return withValue(rest, to, value);
}

function nameTaken(name: string): Error {
  return TRANSFORMS_ERRORS.error('name_taken', {
    message: `the record already has a field ${name}`,
    hint: 'Drop or rename that field too.',
  });
}

function renameKey(record: GantryRecord, columns: ReadonlyMap<string, string>): GantryRecord {
  const { key } = record;
  if (key === null || !isRow(key)) return record;
  const renamed = renameColumns(key, columns);
  return renamed === key ? record : { ...record, key: renamed };
}

function renamedSchema(
  schema: RecordSchema,
  columns: ReadonlyMap<string, string>,
  paths: readonly Move[],
): Pick<RecordSchema, 'fields' | 'key'> {
  const nameOf = (name: string) => columns.get(name) ?? name;
  const moved = new Set(paths.filter(({ from }) => from.length === 1).map(({ from }) => from[0]));
  const fields = schema.fields
    .filter(({ name }) => !moved.has(name))
    .map((field) => ({ ...field, name: nameOf(field.name) }));
  const present = new Set(fields.map(({ name }) => name));
  const targets = new Map(paths.filter(({ to }) => !present.has(to[0])).map(({ to }) => [to[0], to.length]));
  const added = Array.from(targets, ([name, depth]) => ({
    name,
    type: depth > 1 ? ('object' as const) : ('any' as const),
  }));
  return { fields: [...fields, ...added], ...(schema.key && { key: schema.key.map(nameOf) }) };
}
