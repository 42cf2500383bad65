import type { Json, JsonObject } from '@gantry/sdk';
import { fieldAnnotation } from '@gantry/sdk';
import type { RJSFSchema, UiSchema } from '@rjsf/utils';
import { fieldKind, isObject } from './fieldKind.ts';

export interface FormSchema {
  readonly schema: RJSFSchema;
  readonly uiSchema: UiSchema;
}

/**
 * Makes the form library's two schemas from a component's one. It gets the skeleton of names and nesting; each option is drawn by our
 * own field, which has the whole schema in its options. Defaults are kept from it, for it would write them into the document.
 */
export function formSchema(configSchema: JsonObject): FormSchema {
  const properties: Record<string, RJSFSchema> = {};
  const uiSchema: UiSchema = {};
  for (const [name, schema] of Object.entries(isObject(configSchema['properties']) ? configSchema['properties'] : {})) {
    if (!isObject(schema)) continue;
    if (fieldKind(schema).kind === 'form') {
      const nested = nestedSchema(schema);
      properties[name] = nested.schema;
      uiSchema[name] = { ...nested.uiSchema, 'ui:options': { option: schema } };
    } else {
      properties[name] = { title: titleOf(schema, name) };
      uiSchema[name] = { 'ui:field': 'option', 'ui:options': { option: schema } };
    }
  }
  const required = Array.isArray(configSchema['required']) ? (configSchema['required'] as string[]) : [];
  const withDefault = (name: string): boolean =>
    isObject(configSchema['properties']) &&
    isObject(configSchema['properties'][name]) &&
    'default' in configSchema['properties'][name];
  return { schema: { type: 'object', properties, required: required.filter((name) => !withDefault(name)) }, uiSchema };
}

function nestedSchema(schema: JsonObject): FormSchema {
  const title = titleOf(schema, '');
  if (schema['type'] === 'array' && isObject(schema['items'])) {
    const items = formSchema(schema['items']);
    return { schema: { type: 'array', title, items: items.schema }, uiSchema: { items: items.uiSchema } };
  }
  const inner = formSchema(schema);
  return { schema: { ...inner.schema, title }, uiSchema: inner.uiSchema };
}

function titleOf(schema: JsonObject, name: string): string {
  return typeof schema['title'] === 'string' ? schema['title'] : name;
}

/** Whether an option is folded away: said to be advanced, and not needed. */
export function isAdvanced(schema: unknown): boolean {
  return fieldAnnotation(schema).advanced === true;
}

/**
 * The configuration as it belongs into the document: without what was emptied, and without the empty objects and lists the form
 * library makes for nested options nobody touched.
 */
export function withoutEmpty(value: JsonObject, configSchema: JsonObject): JsonObject {
  const properties = isObject(configSchema['properties']) ? configSchema['properties'] : {};
  const kept: Record<string, Json> = {};
  for (const [name, one] of Object.entries(value) as [string, Json | undefined][]) {
    const schema = properties[name];
    const isNested = isObject(schema) && fieldKind(schema).kind === 'form';
    const cleaned = isNested ? withoutEmptyNested(one, schema) : one;
    if (cleaned !== undefined) kept[name] = cleaned;
  }
  return kept;
}

function withoutEmptyNested(value: Json | undefined, schema: JsonObject): Json | undefined {
  if (isObject(value)) {
    const kept = withoutEmpty(value, schema);
    return Object.keys(kept).length === 0 ? undefined : kept;
  }
  if (!Array.isArray(value)) return value;
  const items = isObject(schema['items']) ? schema['items'] : {};
  const list = (value as readonly Json[]).map((item) => (isObject(item) ? withoutEmpty(item, items) : item));
  return list.length === 0 ? undefined : list;
}
