import { Type } from '@gantry/sdk';
import type { ComponentContext, Row, Static, TransformDefinition, Value } from '@gantry/sdk';
import { derivedSchema, withSchema } from './derivedSchema.ts';
import { parsePath, withoutField } from './fieldPath.ts';
import { mapRows, perRecord } from './perRecord.ts';

const config = Type.Object(
  {
    fields: Type.Array(Type.String({ title: 'Field', minLength: 1 }), {
      title: 'Fields',
      description:
        'The fields to leave out; dotted for nested ones. A * stands for any text in a top-level name: tmp_*.',
      minItems: 1,
      examples: [['password', 'address.street', 'tmp_*']],
    }),
  },
  { additionalProperties: false },
);

/** Leaves fields out of each row. */
export const drop: TransformDefinition<Static<typeof config>> = {
  type: 'drop',
  title: 'Drop fields',
  description: 'Leaves the fields named out. The key stays, since a sink finds the row by it.',
  icon: 'ListDetails',
  keywords: ['remove', 'exclude', 'columns', 'without'],
  config,
  createTransform(context: ComponentContext<Static<typeof config>>) {
    const isDropped = nameMatcher(context.config.fields.filter((field) => field.includes('*')));
    const paths = context.config.fields.filter((field) => !field.includes('*')).map(parsePath);
    const columns = new Set(paths.filter((path) => path.length === 1).map(([name]) => name));
    const nested = paths.filter((path) => path.length > 1);
    const leavesOut = (name: string) => columns.has(name) || isDropped(name);
    const reduce = (row: Row) =>
      nested.reduce((left, path) => withoutField(left, path), withoutColumns(row, leavesOut));
    const schemaOf = derivedSchema(({ fields }) => ({ fields: fields.filter((field) => !leavesOut(field.name)) }));
    return perRecord((record) => withSchema(mapRows(record, reduce), schemaOf));
  },
};

function withoutColumns(row: Row, leavesOut: (name: string) => boolean): Row {
  const kept: { [name: string]: Value } = {};
  let isChanged = false;
  for (const name of Object.keys(row)) {
    if (leavesOut(name)) isChanged = true;
    else kept[name] = row[name] as Value;
  }
  return isChanged ? kept : row;
}

/** Answers are remembered by name: rows of one table ask for the same few names again and again. */
function nameMatcher(patterns: readonly string[]): (name: string) => boolean {
  if (patterns.length === 0) return () => false;
  const known = new Map<string, boolean>();
  return (name) => {
    const answer = known.get(name) ?? patterns.some((pattern) => matchesWildcard(name, pattern.split('*')));
    if (known.size < 10_000) known.set(name, answer);
    return answer;
  };
}

/** Whether the name holds the parts in order, the first at its start and the last at its end. */
function matchesWildcard(name: string, parts: readonly string[]): boolean {
  const first = parts[0] as string;
  const last = parts.at(-1) as string;
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
  let from = first.length;
  const end = name.length - last.length;
  for (const part of parts.slice(1, -1)) {
    const at = name.indexOf(part, from);
    if (at < 0 || at + part.length > end) return false;
    from = at + part.length;
  }
  return true;
}
