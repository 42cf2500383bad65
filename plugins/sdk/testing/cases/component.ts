import { isSecretSchema } from '@gantry/sdk';
import type { ComponentInfo, Plugin, TSchema } from '@gantry/sdk';
import { Value } from '@sinclair/typebox/value';
import { check } from '../support/check.ts';
import type { AcceptanceCase, AcceptanceOptions } from '../types.ts';

const SECRET_NAME = /password|passphrase|secret|token|credential|private_?key|api_?key/i;

/** What every component must say of itself: for the palette, the inspector, the docs and in every language. */
export function componentCases(options: AcceptanceOptions): readonly AcceptanceCase[] {
  const cases: AcceptanceCase[] = [];
  for (const [role, components] of byRole(options.plugin)) {
    if (components.length === 0) continue;
    cases.push({ name: `${role}s: have names of their own`, run: async () => checkTypes(role, components) });
    for (const component of components) cases.push(...casesOf(`${role} ${component.type}`, component, options));
  }
  return cases;
}

function casesOf(name: string, component: ComponentInfo, options: AcceptanceOptions): readonly AcceptanceCase[] {
  return [
    {
      name: `${name}: describes itself and every option`,
      run: async () => {
        check(component.title.length > 0, `${name} has no title`);
        check(component.description.length > 0, `${name} has no description`);
        check((component.config as { type?: string }).type === 'object', `the configuration of ${name} is no object`);
        for (const [path, schema] of optionsOf(component.config)) {
          check(Boolean(schema.title), `${name}: the option '${path}' has no title`);
          check(Boolean(schema.description), `${name}: the option '${path}' has no description`);
        }
      },
    },
    {
      name: `${name}: has defaults that are valid`,
      run: async () => {
        for (const [path, schema] of optionsOf(component.config)) {
          if (schema.default === undefined) continue;
          check(
            Value.Check(schema, schema.default),
            `${name}: the default of '${path}' is not valid: ${JSON.stringify(schema.default)}`,
          );
        }
      },
    },
    {
      name: `${name}: marks its secrets`,
      run: async () => {
        for (const [path, schema] of optionsOf(component.config)) {
          const isText = (schema as { type?: string }).type === 'string';
          if (!isText || !SECRET_NAME.test(path.split('.').at(-1) as string)) continue;
          check(isSecretSchema(schema), `${name}: '${path}' looks like a secret; make it a secretField`);
        }
      },
    },
    ...(options.locales ?? ['zh-CN']).map((locale) => ({
      name: `${name}: is translated to ${locale}`,
      run: async () => {
        const texts = options.plugin.locales?.[locale] ?? {};
        const missing = [component.title, component.description, ...textsOf(component.config)].filter(
          (text) => !texts[text],
        );
        check(
          missing.length === 0,
          `${name} lacks ${locale} for: ${missing.map((text) => JSON.stringify(text)).join(', ')}`,
        );
      },
    })),
  ];
}

function checkTypes(role: string, components: readonly ComponentInfo[]): void {
  const seen = new Set<string>();
  for (const { type } of components) {
    check(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(type), `the ${role} '${type}' must be lower case, words joined by -`);
    check(!seen.has(type), `there are two ${role}s called '${type}'`);
    seen.add(type);
  }
}

function byRole(plugin: Plugin): readonly (readonly [string, readonly ComponentInfo[]])[] {
  return [
    ['source', plugin.sources ?? []],
    ['sink', plugin.sinks ?? []],
    ['transform', plugin.transforms ?? []],
    ['converter', plugin.converters ?? []],
    ['bus', plugin.buses ?? []],
    ['connection', plugin.connections ?? []],
  ];
}

/** Every option with its path, those of nested objects and list items included. */
function* optionsOf(schema: TSchema, prefix = ''): Generator<readonly [string, TSchema]> {
  const { properties } = schema as { properties?: { readonly [name: string]: TSchema } };
  for (const [name, option] of Object.entries(properties ?? {})) {
    yield [`${prefix}${name}`, option];
    for (const inner of innerSchemas(option)) yield* optionsOf(inner, `${prefix}${name}.`);
  }
}

function innerSchemas(schema: TSchema): readonly TSchema[] {
  const { items, anyOf } = schema as { items?: TSchema; anyOf?: readonly TSchema[] };
  return [schema, ...(items ? innerSchemas(items) : []), ...(anyOf ?? []).flatMap(innerSchemas)];
}

/** All texts that are shown: titles, descriptions, and the labels of choices, wherever they stand. */
function textsOf(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  if (Array.isArray(schema)) return schema.flatMap(textsOf);
  const own: string[] = [];
  for (const [name, value] of Object.entries(schema)) {
    const isText = (name === 'title' || name === 'description') && typeof value === 'string';
    if (isText) own.push(value);
    // What `properties` holds are options, one of which may be called title.
    else if (name === 'properties') own.push(...Object.values(value as object).flatMap(textsOf));
    else if (name !== 'default' && name !== 'const' && name !== 'examples') own.push(...textsOf(value));
  }
  return [...new Set(own)];
}
