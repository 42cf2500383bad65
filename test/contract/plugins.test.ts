import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { acceptance, loadPlugin } from '@gantry/sdk/testing';
import { describe, it } from 'vitest';
import { filesDrivers, filesVariants } from './drivers/files.ts';
import type { PluginDrivers } from './drivers/types.ts';

const PLUGINS = fileURLToPath(new URL('../../plugins/', import.meta.url));

/** By folder. A plugin that is not here fails its cases, so a new one cannot be forgotten. */
const DRIVERS: { readonly [folder: string]: PluginDrivers } = {
  files: filesDrivers,
};

/** Runs beside the first, without the checks that need no driver. */
const VARIANTS: { readonly [folder: string]: { readonly [name: string]: PluginDrivers } } = {
  files: filesVariants,
};

for (const folder of pluginFolders()) {
  const dir = `${PLUGINS}${folder}`;
  const plugin = await loadPlugin(dir);
  describe(`plugin ${folder}`, () => {
    for (const c of acceptance({ plugin, dir, ...DRIVERS[folder] })) it(c.name, c.run);
  });
  for (const [name, drivers] of Object.entries(VARIANTS[folder] ?? {})) {
    describe(`plugin ${folder}, ${name}`, () => {
      const driven = { sources: plugin.sources ?? [], sinks: plugin.sinks ?? [], transforms: plugin.transforms ?? [], converters: plugin.converters ?? [] };
      const cases = acceptance({ plugin: driven, ...drivers, locales: [] });
      for (const c of cases) if (/^(source|sink|transform|converter) [^:]+: /.test(c.name)) it(c.name, c.run);
    });
  }
}

function pluginFolders(): readonly string[] {
  return readdirSync(PLUGINS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'sdk')
    .map((entry) => entry.name)
    .filter((name) => 'gantry' in (JSON.parse(readFileSync(`${PLUGINS}${name}/package.json`, 'utf8')) as object))
    .sort();
}
