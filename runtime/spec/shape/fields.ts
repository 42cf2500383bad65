import { isObject, nameHint } from '../../foundation/index.ts';
import type { Problem } from '../problem.ts';

/** Reads one value: gives it back where it has the right shape, else adds a problem and gives undefined. */
export type ReadValue<T> = (value: unknown, path: readonly string[], problems: Problem[]) => T | undefined;

/** How each key of a map is read. */
export type Fields = { readonly [key: string]: ReadValue<unknown> };

/** Reads a map key by key. What is unknown or of the wrong shape is left out of the result, and said. Null counts as left out. */
export function readFields(
  value: { readonly [key: string]: unknown },
  fields: Fields,
  what: string,
  path: readonly string[],
  problems: Problem[],
): { readonly [key: string]: unknown } {
  const read: { [key: string]: unknown } = {};
  for (const [key, item] of Object.entries(value)) {
    const readValue = Object.hasOwn(fields, key) ? fields[key] : undefined;
    if (readValue === undefined) {
      problems.push({
        name: 'key_unknown',
        message: `${what} has no key "${key}".`,
        hint: nameHint(key, Object.keys(fields)),
        path: [...path, key],
      });
      continue;
    }
    if (item === null || item === undefined) continue;
    const result = readValue(item, [...path, key], problems);
    if (result !== undefined) read[key] = result;
  }
  return read;
}

export const readText: ReadValue<string> = (value, path, problems) => {
  if (typeof value === 'string') return value;
  return wrongType(value, 'a text', path, problems, isPlain(value) ? `Put it in quotes: "${value}".` : undefined);
};

export const readNumber: ReadValue<number> = (value, path, problems) => {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  return wrongType(
    value,
    'a number',
    path,
    problems,
    typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))
      ? 'Remove the quotes.'
      : undefined,
  );
};

/** Any map: what may stand in it is the business of whoever owns it. */
export const readMap: ReadValue<{ readonly [key: string]: unknown }> = (value, path, problems) =>
  isObject(value) ? value : wrongType(value, 'a map of keys and values', path, problems, undefined);

/** One of some words. */
export function readChoice<T extends string>(...choices: readonly T[]): ReadValue<T> {
  return (value, path, problems) => {
    if (choices.includes(value as T)) return value as T;
    problems.push({
      name: 'value_choice',
      message: `${describePath(path)} must be ${choices.join(' or ')}, not ${typeof value === 'string' ? `"${value.slice(0, 40)}"` : describeValue(value)}.`,
      ...(typeof value === 'string' ? { hint: nameHint(value, choices) } : {}),
      path,
    });
    return undefined;
  };
}

/** A map with known keys. */
export function readRecord(fields: Fields, what: string): ReadValue<object> {
  return (value, path, problems) => {
    const map = readMap(value, path, problems);
    return map === undefined ? undefined : readFields(map, fields, what, path, problems);
  };
}

export function wrongType(
  value: unknown,
  wanted: string,
  path: readonly string[],
  problems: Problem[],
  hint: string | undefined,
): undefined {
  problems.push({
    name: 'value_type',
    message: `${describePath(path)} must be ${wanted}, not ${describeValue(value)}.`,
    ...(hint === undefined ? {} : { hint }),
    path,
  });
  return undefined;
}

/** A value in a few words. Texts are not quoted: the wrong place may hold a secret. */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  if (typeof value === 'string') return 'a text';
  if (typeof value === 'number') return `the number ${value}`;
  return isPlain(value) ? `${value}` : 'neither text nor number';
}

/** Without quotes YAML reads it as something else than text. */
function isPlain(value: unknown): value is number | bigint | boolean {
  return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean';
}

function describePath(path: readonly string[]): string {
  const last = path.at(-1) ?? 'The document';
  return /^\d+$/.test(last) && path.length > 1 ? `Item ${Number(last) + 1} of "${path.at(-2)}"` : `"${last}"`;
}
