import { isObject } from '../../foundation/index.ts';

/** A value of a configuration, the schema it answers to, and where it stands. */
export interface SchemaVisit {
  readonly schema: { readonly [key: string]: unknown };
  readonly value: unknown;
  readonly path: readonly string[];
}

/** Visits every value of a configuration with each schema that speaks of it. A value may be visited under several branches of a union. */
export function walkSchema(
  schema: unknown,
  value: unknown,
  visit: (visit: SchemaVisit) => void,
  path: readonly string[] = [],
): void {
  if (!isObject(schema) || path.length > 100) return;
  visit({ schema, value, path });
  for (const word of ['anyOf', 'oneOf', 'allOf'] as const) {
    const branches = schema[word];
    if (Array.isArray(branches)) for (const branch of branches) walkSchema(branch, value, visit, path);
  }
  if (Array.isArray(value)) walkItems(schema, value, visit, path);
  else if (isObject(value)) walkProperties(schema, value, visit, path);
}

function walkItems(
  schema: SchemaVisit['schema'],
  values: readonly unknown[],
  visit: (visit: SchemaVisit) => void,
  path: readonly string[],
): void {
  const { items } = schema;
  for (const [index, item] of values.entries()) {
    walkSchema(Array.isArray(items) ? items[index] : items, item, visit, [...path, String(index)]);
  }
}

function walkProperties(
  schema: SchemaVisit['schema'],
  value: object,
  visit: (visit: SchemaVisit) => void,
  path: readonly string[],
): void {
  const { properties, patternProperties, additionalProperties } = schema;
  for (const [key, item] of Object.entries(value)) {
    const own = isObject(properties) && Object.hasOwn(properties, key) ? properties[key] : undefined;
    const inner = own ?? matchingPattern(patternProperties, key) ?? additionalProperties;
    walkSchema(inner, item, visit, [...path, key]);
  }
}

/** TypeBox writes a record with text keys as one pattern that fits every key. */
function matchingPattern(patterns: unknown, key: string): unknown {
  if (!isObject(patterns)) return undefined;
  return Object.entries(patterns).find(([pattern]) => fits(pattern, key))?.[1];
}

function fits(pattern: string, key: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(key);
  } catch {
    // Not a pattern: the schema is the plugin's, and ajv has said what is wrong with it.
    return false;
  }
}
