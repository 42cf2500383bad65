import { Type } from '@gantry/sdk';
import type { ComponentContext, Row, Static, TransformDefinition, Value } from '@gantry/sdk';
import { derivedSchema, withSchema } from './derivedSchema.ts';
import { parsePath, valueAt, withValue } from './fieldPath.ts';
import type { FieldPath } from './fieldPath.ts';
import { mapRows, perRecord } from './perRecord.ts';

const config = Type.Object(
  {
    fields: Type.Array(Type.String({ title: 'Field', minLength: 1 }), {
      title: 'Fields',
      description:
        'The fields to keep, in this order; dotted for nested ones. A field a record lacks is left out of it.',
      minItems: 1,
      examples: [['id', 'address.city']],
    }),
  },
  { additionalProperties: false },
);

/** Keeps some fields of each row, in the order asked for. */
export const select: TransformDefinition<Static<typeof config>> = {
  type: 'select',
  title: 'Select fields',
  description: 'Keeps only the fields named, in that order. The key stays, since a sink finds the row by it.',
  icon: 'ListCheck',
  keywords: ['keep', 'project', 'columns', 'include'],
  config,
  createTransform(context: ComponentContext<Static<typeof config>>) {
    const paths = context.config.fields.map(parsePath);
    const names = [...new Set(paths.map(([name]) => name))];
    const pick = paths.every((path) => path.length === 1) ? pickColumns(names) : pickPaths(paths);
    const schemaOf = derivedSchema(({ fields }) => ({
      fields: names.flatMap((name) => fields.find((field) => field.name === name) ?? []),
    }));
    return perRecord((record) => withSchema(mapRows(record, pick), schemaOf));
  },
};

function pickColumns(names: readonly string[]): (row: Row) => Row {
  return (row) => {
    const picked: { [name: string]: Value } = {};
    for (const name of names) {
      const value = row[name];
      if (value !== undefined && Object.hasOwn(row, name)) picked[name] = value;
    }
    return picked;
  };
}

function pickPaths(paths: readonly FieldPath[]): (row: Row) => Row {
  return (row) =>
    paths.reduce<Row>((picked, path) => {
      const value = valueAt(row, path);
      return value === undefined ? picked : withValue(picked, path, value);
    }, {});
}
