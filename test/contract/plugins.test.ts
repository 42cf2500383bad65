import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { GantryError, toGantryError } from '@gantry/sdk';
import type { ErrorTable, Plugin } from '@gantry/sdk';
import { acceptance, loadPlugin } from '@gantry/sdk/testing';
import { describe, it } from 'vitest';
import { convertersDrivers } from './drivers/converters.ts';
import { filesDrivers, filesVariants } from './drivers/files.ts';
import { generatorDrivers, generatorVariants } from './drivers/generator.ts';
import { httpDrivers } from './drivers/http.ts';
import { inspectDrivers } from './drivers/inspect.ts';
import { transformsDrivers } from './drivers/transforms.ts';
import type { PluginDrivers } from './drivers/types.ts';

const PLUGINS = fileURLToPath(new URL('../../plugins/', import.meta.url));

/** By folder. A plugin that is not here fails its cases, so a new one cannot be forgotten. */
const DRIVERS: { readonly [folder: string]: PluginDrivers } = {
  converters: convertersDrivers,
  files: filesDrivers,
  generator: generatorDrivers,
  http: httpDrivers,
  inspect: inspectDrivers,
  transforms: transformsDrivers,
};

/** Runs beside the first, without the checks that need no driver. */
const VARIANTS: { readonly [folder: string]: { readonly [name: string]: PluginDrivers } } = {
  files: filesVariants,
  generator: generatorVariants,
};

for (const folder of pluginFolders()) {
  const dir = `${PLUGINS}${folder}`;
  const loaded = await loadPlugin(dir).catch(toGantryError);
  if (loaded instanceof GantryError) {
    it(`plugin ${folder} can be loaded`, () => {
      throw loaded;
    });
    continue;
  }
  const errors = await errorTables(dir);
  describe(`plugin ${folder}`, () => {
    for (const c of acceptance({ plugin: loaded, dir, errors, ...DRIVERS[folder] })) it(c.name, c.run);
  });
  for (const [name, drivers] of Object.entries(VARIANTS[folder] ?? {})) {
    describe(`plugin ${folder}, ${name}`, () => {
      for (const c of acceptance({ plugin: loaded, errors, ...drivers }))
        if (isTrial(c.name, loaded)) it(c.name, c.run);
    });
  }
}

/** Whether a case tries a component, instead of looking at what the plugin says of itself, which no variant changes. */
function isTrial(name: string, plugin: Plugin): boolean {
  const said = acceptance({ plugin }).filter((c) => !c.name.endsWith(': has a driver'));
  return !said.some((c) => c.name === name);
}

/** The tables of the plugin and of the SDK's expressions, whose codes its errors may carry. */
async function errorTables(dir: string): Promise<readonly ErrorTable[]> {
  const modules = [`${dir}/errors.ts`, `${PLUGINS}sdk/expression/errors.ts`].filter((file) => existsSync(file));
  const exported = await Promise.all(
    modules.map((file) => import(file) as Promise<{ readonly [name: string]: ErrorTable }>),
  );
  return exported
    .flatMap((module) => Object.values(module))
    .filter((value) => typeof value === 'object' && 'entries' in value);
}

function pluginFolders(): readonly string[] {
  return readdirSync(PLUGINS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'sdk')
    .map((entry) => entry.name)
    .filter((name) => 'gantry' in (JSON.parse(readFileSync(`${PLUGINS}${name}/package.json`, 'utf8')) as object))
    .sort();
}
