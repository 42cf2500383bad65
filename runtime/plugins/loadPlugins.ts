import { toErrorDto } from '@gantry/sdk';
import type { ErrorDto, Log } from '@gantry/sdk';
import type { ComponentDescriptor } from '../compile/plan.ts';
import { contributionsOf, describe } from './describe.ts';
import type { AnyDefinition } from './describe.ts';
import { PLUGINS_ERRORS } from './errors.ts';
import { findPlugins } from './findPlugins.ts';
import { importPlugin } from './importPlugin.ts';
import type { BrokenPlugin, DefinitionByRole, FoundPlugin, PluginRegistry } from './types.ts';

export interface LoadPluginsOptions {
  /** Folders of packages, in order of precedence: of two plugins with one component the first wins. */
  readonly roots: readonly string[];
  readonly log: Log;
  /** How long one module may take to load. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;

type Role = keyof DefinitionByRole;

/** Finds and loads every plugin below the roots. Never fails for a plugin's sake: what cannot be used is listed as broken, with why. */
export async function loadPlugins({ roots, log, timeoutMs = TIMEOUT_MS }: LoadPluginsOptions): Promise<PluginRegistry> {
  const found = await findPlugins(roots);
  const broken: BrokenPlugin[] = [...found.broken];
  const usable: FoundPlugin[] = [];
  const definitions = new Map<string, AnyDefinition>();
  const descriptors = new Map<string, ComponentDescriptor>();

  const loads = await Promise.allSettled(found.plugins.map((plugin) => importPlugin(plugin, timeoutMs)));
  for (const [index, plugin] of found.plugins.entries()) {
    const load = loads[index];
    if (load === undefined) continue;
    try {
      if (load.status === 'rejected') throw load.reason;
      const contributions = contributionsOf(load.value);
      for (const { role, definition } of contributions)
        refuseTaken(descriptors.get(key(role, definition.type)), plugin, role, definition.type);
      for (const { role, definition } of contributions) {
        definitions.set(key(role, definition.type), definition);
        descriptors.set(key(role, definition.type), describe(plugin, load.value, role, definition));
      }
      usable.push(plugin);
    } catch (caught) {
      broken.push({ name: plugin.name, dir: plugin.dir, error: toErrorDto(caught) });
    }
  }

  for (const { name, error } of broken) log.warn('a plugin cannot be used', { plugin: name, ...logged(error) });
  return {
    plugins: usable,
    broken,
    catalog: { components: [...descriptors.values()] },
    // The map is filled by role, so what stands under a role's key is that role's definition.
    definition: <R extends Role>(role: R, type: string) =>
      definitions.get(key(role, type)) as DefinitionByRole[R] | undefined,
    descriptor: (role, type) => descriptors.get(key(role, type)),
  };
}

function key(role: Role, type: string): string {
  return `${role}:${type}`;
}

function refuseTaken(taken: ComponentDescriptor | undefined, plugin: FoundPlugin, role: Role, type: string): void {
  if (taken === undefined) return;
  throw PLUGINS_ERRORS.error('type_taken', {
    message: `${plugin.name} contributes the ${role} ${type}, which ${taken.plugin.name} already does`,
    hint: 'Remove one of the two plugins.',
  });
}

function logged({ code, message, hint }: ErrorDto): { readonly [field: string]: string } {
  return { code, error: message, ...(hint === undefined ? {} : { hint }) };
}
