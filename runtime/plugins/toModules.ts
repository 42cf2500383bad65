import { CONTRIBUTIONS, ROLES } from './describe.ts';
import type { PluginRegistry } from './types.ts';

/** A plugin's module as worker threads import it: only what their task needs, by `role:type`. */
export interface ModuleRef {
  readonly name: string;
  readonly version: string;
  readonly entry: string;
  readonly contributes: readonly string[];
}

/** What workers must know of the registry: safe to structured-clone. */
export function toModules(registry: PluginRegistry): readonly ModuleRef[] {
  return registry.plugins.map(({ name, version, entry, manifest }) => ({
    name,
    version,
    entry,
    contributes: ROLES.flatMap((role) =>
      (manifest.contributes[CONTRIBUTIONS[role]] ?? []).map((type) => `${role}:${type}`),
    ),
  }));
}
