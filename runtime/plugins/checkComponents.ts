import type { Plugin } from '@gantry/sdk';
import { CONTRIBUTIONS, ROLES } from './describe.ts';
import { PLUGINS_ERRORS } from './errors.ts';
import type { DefinitionByRole, FoundPlugin } from './types.ts';

/** The method that makes a component; a connection is only settings and has none. */
const FACTORIES: { readonly [role in keyof DefinitionByRole]: string | undefined } = {
  source: 'createTask',
  sink: 'createTask',
  transform: 'createTransform',
  converter: 'createConverter',
  bus: 'openBus',
  connection: undefined,
};

/** Makes sure each component has what the member takes for granted, so that a slip shows here and not in a running task. */
export function checkComponents(found: FoundPlugin, plugin: Plugin): void {
  for (const role of ROLES) {
    for (const definition of (plugin[CONTRIBUTIONS[role]] ?? []) as readonly unknown[]) {
      const lack = lackOf(role, definition);
      if (lack === undefined) continue;
      const type = isObject(definition) && typeof definition['type'] === 'string' ? definition['type'] : '?';
      throw PLUGINS_ERRORS.error('component_invalid', {
        message: `the ${role} ${type} of ${found.name} ${lack}`,
        hint: 'See the definition types of @gantry/sdk.',
      });
    }
  }
}

function lackOf(role: keyof DefinitionByRole, definition: unknown): string | undefined {
  if (!isObject(definition)) return 'is no object';
  for (const field of ['type', 'title', 'description']) {
    if (typeof definition[field] !== 'string' || definition[field] === '') return `has no ${field}`;
  }
  const config = definition['config'];
  if (!isObject(config) || config['type'] !== 'object') return 'has no object schema as its config';
  const factory = FACTORIES[role];
  return factory === undefined || typeof definition[factory] === 'function' ? undefined : `has no method ${factory}`;
}

function isObject(value: unknown): value is { readonly [field: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
