import type { Plugin } from '@gantry/sdk';
import { toGantryError } from '@gantry/sdk';
import { checkComponents } from './checkComponents.ts';
import { CONTRIBUTIONS, ROLES } from './describe.ts';
import { PLUGINS_ERRORS } from './errors.ts';
import type { FoundPlugin } from './types.ts';

/**
 * Loads a plugin's module and holds it against its manifest. Throws a coded error for whatever a plugin can do wrong; a module that
 * does not finish loading within `timeoutMs` counts as failed.
 */
export async function importPlugin(found: FoundPlugin, timeoutMs: number): Promise<Plugin> {
  const module = await importInTime(found, timeoutMs);
  const plugin = (module as { readonly default?: unknown }).default;
  if (!looksLikePlugin(plugin)) {
    throw PLUGINS_ERRORS.error('not_a_plugin', {
      message: `${found.name} has no default export that is a plugin`,
      hint: 'Write: export default definePlugin({ … }).',
    });
  }
  checkComponents(found, plugin);
  checkContributions(found, plugin);
  return plugin;
}

async function importInTime(found: FoundPlugin, timeoutMs: number): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`it did not finish loading within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([import(found.entry), late]);
  } catch (caught) {
    throw PLUGINS_ERRORS.error('load_failed', {
      message: `${found.name} ${found.version} could not be loaded: ${toGantryError(caught).message}`,
      hint: 'Update or remove the plugin; everything else goes on without it.',
      cause: caught,
    });
  } finally {
    clearTimeout(timer);
  }
}

function looksLikePlugin(value: unknown): value is Plugin {
  if (typeof value !== 'object' || value === null) return false;
  return ROLES.every((role) => {
    const list: unknown = (value as Plugin)[CONTRIBUTIONS[role]];
    return list === undefined || Array.isArray(list);
  });
}

/** What a manifest promises is what people consented to: no more may come, and no less. */
function checkContributions(found: FoundPlugin, plugin: Plugin): void {
  for (const role of ROLES) {
    const key = CONTRIBUTIONS[role];
    const said = [...(found.manifest.contributes[key] ?? [])].toSorted();
    const given = (plugin[key] ?? []).map((definition) => definition.type).toSorted();
    if (said.length === given.length && said.every((type, index) => type === given[index])) continue;
    throw PLUGINS_ERRORS.error('contributions_differ', {
      message: `${found.name} says it contributes the ${key} [${said.join(', ')}] but contributes [${given.join(', ')}]`,
      hint: 'Make the `gantry.contributes` section of its package.json say what its module exports.',
    });
  }
}
