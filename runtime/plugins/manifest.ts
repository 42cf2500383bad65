import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Type } from '@sinclair/typebox';
import type { Static } from '@sinclair/typebox';
import { Ajv } from 'ajv';
import { SDK_API, toGantryError } from '@gantry/sdk';
import type { PluginManifest } from '@gantry/sdk';
import { PLUGINS_ERRORS } from './errors.ts';

const Names = Type.Optional(Type.Array(Type.String({ minLength: 1 })));

const Manifest = Type.Object(
  {
    api: Type.Integer({ minimum: 1 }),
    contributes: Type.Object(
      { sources: Names, sinks: Names, transforms: Names, converters: Names, buses: Names, connections: Names },
      { additionalProperties: false },
    ),
    permissions: Type.Object({ hosts: Names, paths: Names, env: Names }, { additionalProperties: false }),
  },
  { additionalProperties: false },
);

const Package = Type.Object({
  name: Type.String({ minLength: 1 }),
  version: Type.String({ minLength: 1 }),
  main: Type.Optional(Type.String()),
  exports: Type.Optional(Type.Unknown()),
  gantry: Manifest,
});

/** A plugin's package.json, as far as it matters here. */
export type PluginPackage = Omit<Static<typeof Package>, 'gantry'> & { readonly gantry: PluginManifest };

const validate = new Ajv({ allErrors: true, strict: false }).compile(Package);

/** The keyword that makes an npm package a plugin. */
export const PLUGIN_KEYWORD = 'gantry-plugin';

/** What a folder's package.json says; undefined where it is no plugin's. Throws where there is none that can be read. */
export async function readPackage(dir: string): Promise<{ readonly [key: string]: unknown } | undefined> {
  const path = join(dir, 'package.json');
  try {
    const json = JSON.parse(await readFile(path, 'utf8')) as { readonly keywords?: unknown } | null;
    return Array.isArray(json?.keywords) && json.keywords.includes(PLUGIN_KEYWORD) ? { ...json } : undefined;
  } catch (caught) {
    throw PLUGINS_ERRORS.error('package_unreadable', {
      message: `${path} cannot be read: ${toGantryError(caught).message}`,
      hint: 'Install the plugin again, or remove its folder.',
      cause: caught,
    });
  }
}

/**
 * Holds a plugin's package.json against the contract. Throws `plugins.manifest_invalid` or `plugins.api_unsupported`. The version
 * comes first: a manifest for a newer contract may well have fields that this one does not know.
 */
export function checkPackage(json: unknown, dir: string): PluginPackage {
  const {
    name = dir,
    version = '',
    gantry,
  } = json as { readonly name?: string; readonly version?: string; readonly gantry?: { readonly api?: unknown } };
  const api = gantry?.api;
  if (typeof api === 'number' && api !== SDK_API) {
    throw PLUGINS_ERRORS.error('api_unsupported', {
      message: `${name} ${version} was built for plugin contract ${api}; this Gantry speaks ${SDK_API}`,
      hint: api > SDK_API ? 'Update Gantry, or install an older version of the plugin.' : 'Update the plugin.',
    });
  }
  if (!validate(json)) {
    const problems = (validate.errors ?? []).map((error) => `${error.instancePath || '/'} ${error.message}`);
    throw PLUGINS_ERRORS.error('manifest_invalid', {
      message: `the manifest in ${join(dir, 'package.json')} is not valid: ${problems.join('; ')}`,
      hint: 'See the PluginManifest type of @gantry/sdk for what the `gantry` section holds.',
    });
  }
  return json as PluginPackage;
}
