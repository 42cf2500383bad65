import { isObject } from '../../foundation/index.ts';

const TYPES: { readonly [type: string]: string } = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  null: 'empty',
};

/** A sentence holds no more choices than this. */
export const MAX_LISTED = 8;

/** What a schema takes, in words: `"csv" or "jsonl"`, `a whole number`. Undefined where there is no telling. */
export function schemaWords(schema: unknown): string | undefined {
  if (!isObject(schema)) return undefined;
  const choices = schemaChoices(schema);
  if (choices !== undefined) {
    return choices.length > MAX_LISTED ? 'one of its values' : orList(choices.map((choice) => `"${choice}"`));
  }
  const branches = schema['anyOf'] ?? schema['oneOf'];
  if (Array.isArray(branches)) {
    const words = branches.map(schemaWords);
    return words.every((word) => word !== undefined) ? orList([...new Set(words)]) : undefined;
  }
  const type = schema['type'];
  if (Array.isArray(type)) return orList(type.map((one) => TYPES[String(one)] ?? String(one)));
  return typeof type === 'string' ? (TYPES[type] ?? type) : undefined;
}

/** The words a schema allows, where it allows only those. */
export function schemaChoices(schema: unknown): readonly string[] | undefined {
  if (!isObject(schema)) return undefined;
  if (Array.isArray(schema['enum'])) return schema['enum'].map(String);
  const only = schema['const'];
  if (only !== undefined) return [typeof only === 'string' ? only : JSON.stringify(only)];
  const branches = schema['anyOf'] ?? schema['oneOf'];
  if (!Array.isArray(branches) || branches.length === 0) return undefined;
  const choices = branches.map(schemaChoices);
  return choices.every((choice) => choice !== undefined) ? choices.flat() : undefined;
}

function orList(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
