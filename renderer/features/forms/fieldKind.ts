import type { JsonObject } from '@gantry/sdk';
import { fieldAnnotation } from '@gantry/sdk';

/** Which editor a field gets. `form`: left to the form library (nested objects, lists of objects). */
export type FieldKind =
  | {
      readonly kind:
        | 'text'
        | 'multiline'
        | 'expression'
        | 'path'
        | 'choices'
        | 'secret'
        | 'number'
        | 'switch'
        | 'tags'
        | 'form'
        | 'json';
    }
  | { readonly kind: 'options'; readonly options: readonly FieldOption[] }
  | { readonly kind: 'map'; readonly value: JsonObject }
  | { readonly kind: 'variants'; readonly variants: readonly JsonObject[] };

export interface FieldOption {
  readonly value: string | number | boolean;
  readonly title: string;
}

/** Decides from a JSON Schema and its annotations alone. */
export function fieldKind(schema: JsonObject): FieldKind {
  const { widget } = fieldAnnotation(schema);
  if (widget !== undefined && widget !== 'text') return { kind: widget };
  const options = optionsOf(schema);
  if (options.length > 0) return { kind: 'options', options };
  const variants = schema['anyOf'] ?? schema['oneOf'];
  if (Array.isArray(variants)) return { kind: 'variants', variants: variants as readonly JsonObject[] };
  return kindByType(schema);
}

function kindByType(schema: JsonObject): FieldKind {
  switch (typeOf(schema)) {
    case 'string':
      return { kind: 'text' };
    case 'integer':
    case 'number':
      return { kind: 'number' };
    case 'boolean':
      return { kind: 'switch' };
    case 'array':
      return isObject(schema['items']) && fieldKind(schema['items']).kind === 'text'
        ? { kind: 'tags' }
        : listKind(schema);
    case 'object': {
      const value = mapValue(schema);
      return value === undefined ? { kind: 'form' } : { kind: 'map', value };
    }
    default:
      return { kind: 'json' };
  }
}

function listKind(schema: JsonObject): FieldKind {
  return isObject(schema['items']) && schema['items']['type'] === 'object' ? { kind: 'form' } : { kind: 'json' };
}

/** The values of `enum`, or of a union of nothing but literals (TypeBox). */
function optionsOf(schema: JsonObject): readonly FieldOption[] {
  const { enum: values, anyOf } = schema;
  if (Array.isArray(values)) return values.filter(isScalar).map((value) => ({ value, title: String(value) }));
  if (!Array.isArray(anyOf) || !anyOf.every((one) => isObject(one) && 'const' in one)) return [];
  return (anyOf as readonly JsonObject[]).flatMap(({ const: value, title }) =>
    isScalar(value) ? [{ value, title: typeof title === 'string' ? title : String(value) }] : [],
  );
}

/** A map from any name to one kind of value: TypeBox's Record. */
function mapValue(schema: JsonObject): JsonObject | undefined {
  const { properties, patternProperties, additionalProperties } = schema;
  if (isObject(properties) && Object.keys(properties).length > 0) return undefined;
  const [pattern] = isObject(patternProperties) ? Object.values(patternProperties) : [];
  if (isObject(pattern)) return pattern;
  return isObject(additionalProperties) ? additionalProperties : undefined;
}

/** The first variant a value is of; the first of all where there is no value. */
export function variantOf(variants: readonly JsonObject[], value: unknown): number {
  const at = variants.findIndex((variant) => fits(variant, value));
  return Math.max(0, at);
}

function fits(schema: JsonObject, value: unknown): boolean {
  if ('const' in schema) return schema['const'] === value;
  switch (typeOf(schema)) {
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === schema['type'];
  }
}

/** What a variant starts with when a person changes to it. */
export function emptyValue(schema: JsonObject): unknown {
  if ('const' in schema) return schema['const'];
  if (schema['default'] !== undefined) return schema['default'];
  const field = fieldKind(schema);
  if (field.kind === 'options') return field.options[0]?.value;
  const empty: { readonly [kind in FieldKind['kind']]?: unknown } = {
    switch: true,
    tags: [],
    map: {},
    form: {},
    number: schema['minimum'] ?? 0,
  };
  return empty[field.kind] ?? '';
}

/** The type's name as a text, so that a switch over it need not name what JSON could hold besides. */
function typeOf(schema: JsonObject): string {
  return typeof schema['type'] === 'string' ? schema['type'] : '';
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
