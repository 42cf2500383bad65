import type { JsonObject, Plugin } from '@gantry/sdk';
import type { ComponentDescriptor } from '../compile/plan.ts';
import type { DefinitionByRole, FoundPlugin } from './types.ts';

/** A role's key in a manifest and in a plugin. */
export const CONTRIBUTIONS = {
  source: 'sources',
  sink: 'sinks',
  transform: 'transforms',
  converter: 'converters',
  bus: 'buses',
  connection: 'connections',
} as const satisfies { readonly [role in keyof DefinitionByRole]: keyof Plugin };

export const ROLES = Object.keys(CONTRIBUTIONS) as (keyof DefinitionByRole)[];

/** A definition, whatever its role. */
export type AnyDefinition = DefinitionByRole[keyof DefinitionByRole];

/** Everything a plugin contributes, with its role. */
export function contributionsOf(
  plugin: Plugin,
): { readonly role: keyof DefinitionByRole; readonly definition: AnyDefinition }[] {
  return ROLES.flatMap((role) => (plugin[CONTRIBUTIONS[role]] ?? []).map((definition) => ({ role, definition })));
}

/** A component as data: what the editor and compile know of it. TypeBox schemas are JSON Schema; only their symbols are left behind. */
export function describe(
  found: FoundPlugin,
  plugin: Plugin,
  role: keyof DefinitionByRole,
  definition: AnyDefinition,
): ComponentDescriptor {
  const { type, title, description, icon, keywords, connection, config } = definition;
  return {
    role,
    type,
    title,
    description,
    ...(icon === undefined ? {} : { icon }),
    ...(keywords === undefined ? {} : { keywords }),
    configSchema: JSON.parse(JSON.stringify(config)) as JsonObject,
    ...(connection === undefined ? {} : { connection }),
    plugin: { name: found.name, version: found.version },
    capabilities: capabilitiesOf(definition),
    ...('parallel' in definition && definition.parallel !== undefined ? { parallel: definition.parallel } : {}),
    ...('exactlyOnce' in definition && definition.exactlyOnce !== undefined
      ? { exactlyOnce: definition.exactlyOnce }
      : {}),
    ...(plugin.locales === undefined ? {} : { locales: plugin.locales }),
  };
}

function capabilitiesOf(definition: AnyDefinition): ComponentDescriptor['capabilities'] {
  const has = (method: string): boolean =>
    typeof (definition as unknown as { readonly [name: string]: unknown })[method] === 'function';
  return [
    ...(has('check') ? (['check'] as const) : []),
    ...(has('choices') ? (['choices'] as const) : []),
    ...(has('discoverSchema') ? (['schema'] as const) : []),
    ...(has('preview') ? (['preview'] as const) : []),
  ];
}
