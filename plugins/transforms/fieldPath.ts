import type { Row, Value } from '@gantry/sdk';
import { TRANSFORMS_ERRORS } from './errors.ts';

/** The way to a field: `address.city`; a dot that belongs to a name is written `\.`. */
export type FieldPath = readonly [string, ...string[]];

/** Parses a dotted path. Throws `transforms.bad_path`. */
export function parsePath(text: string): FieldPath {
  const names = text.split(/(?<!\\)\./).map((name) => name.replaceAll('\\.', '.'));
  const [first, ...rest] = names;
  if (first === undefined || names.some((name) => name === '')) {
    throw TRANSFORMS_ERRORS.error('bad_path', {
      message: `"${text}" is not a field path`,
      hint: 'Write names joined by dots, such as address.city; a dot inside a name is written \\.',
    });
  }
  return [first, ...rest];
}

/** The value at a path; undefined where a part of it is missing. */
export function valueAt(row: Row, path: FieldPath): Value | undefined {
  let value: Value | undefined = row;
  for (const name of path) {
    if (!isRow(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}

/** A copy of the row with the value at the path; rows missing on the way are made. */
export function withValue(row: Row, path: FieldPath, value: Value, depth = 0): Row {
  const name = path[depth] as string;
  if (depth === path.length - 1) return { ...row, [name]: value };
  const inner = row[name];
  return { ...row, [name]: withValue(isRow(inner) ? inner : {}, path, value, depth + 1) };
}

/** A copy of the row without the field; the row itself where it has none. */
export function withoutField(row: Row, path: FieldPath, depth = 0): Row {
  const name = path[depth] as string;
  if (!Object.hasOwn(row, name)) return row;
  if (depth === path.length - 1) {
    const { [name]: _dropped, ...rest } = row;
    return rest;
  }
  const inner = row[name];
  if (!isRow(inner)) return row;
  const changed = withoutField(inner, path, depth + 1);
  return changed === inner ? row : { ...row, [name]: changed };
}

/** Whether a value is a row: an object, neither a list nor bytes. */
export function isRow(value: Value | undefined): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}

/** A value's kind, for messages: its content is nobody's business. */
export function kindOf(value: Value): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (value instanceof Uint8Array) return 'bytes';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'bigint' ? 'an integer' : `a ${typeof value}`;
}
