import { existsSync } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { toErrorDto } from '@gantry/sdk';
import { PLUGINS_ERRORS } from './errors.ts';
import { checkPackage, readPackage } from './manifest.ts';
import type { PluginPackage } from './manifest.ts';
import type { BrokenPlugin, FoundPlugin } from './types.ts';

/** What lies in some folders of packages. */
export interface FoundPlugins {
  readonly plugins: readonly FoundPlugin[];
  readonly broken: readonly BrokenPlugin[];
}

/**
 * Finds the plugins below some folders of packages: our own `plugins/`, or any `node_modules`. A package is a plugin by its keyword;
 * none of its code is loaded. A folder that is not there holds none; one package reached by two ways counts once.
 */
export async function findPlugins(roots: readonly string[]): Promise<FoundPlugins> {
  const plugins: FoundPlugin[] = [];
  const broken: BrokenPlugin[] = [];
  const seen = new Set<string>();
  for (const root of roots) {
    for (const dir of await packageDirs(resolve(root))) {
      const real = await realpath(dir);
      if (seen.has(real)) continue;
      seen.add(real);
      try {
        const json = await readPackage(real);
        if (json !== undefined) plugins.push(toFound(checkPackage(json, real), real));
      } catch (caught) {
        broken.push({ name: dir.slice(resolve(root).length + 1), dir: real, error: toErrorDto(caught) });
      }
    }
  }
  return { plugins, broken };
}

/** The folders directly below, and those below a scope (`@gantry/…`), that hold a package; in order of their names. */
async function packageDirs(root: string): Promise<string[]> {
  const dirs: string[] = [];
  for (const name of (await namesIn(root)).toSorted()) {
    if (name.startsWith('.')) continue;
    const dir = join(root, name);
    if (name.startsWith('@')) dirs.push(...(await packageDirs(dir)));
    else if (existsSync(join(dir, 'package.json'))) dirs.push(dir);
  }
  return dirs;
}

async function namesIn(dir: string): Promise<string[]> {
  try {
    return await readdir(dir);
  } catch (caught) {
    const { code } = caught as { code?: string };
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw caught;
  }
}

function toFound(json: PluginPackage, dir: string): FoundPlugin {
  const relative = entryOf(json);
  const path = relative === undefined ? undefined : join(dir, relative);
  if (path === undefined || !path.startsWith(dir + sep) || !existsSync(path)) {
    throw PLUGINS_ERRORS.error('entry_missing', {
      message: `${json.name} names ${path ?? 'no module'}, which is not there or not its own`,
      hint: 'The plugin was not built, or its package is incomplete: build it, or install it again.',
    });
  }
  return { name: json.name, version: json.version, dir, entry: pathToFileURL(path).href, manifest: json.gantry };
}

/** The module that `import` of the package's name would load. */
function entryOf(json: PluginPackage): string | undefined {
  const { exports } = json;
  const root = isObject(exports) && '.' in exports ? exports['.'] : exports;
  return conditional(root) ?? json.main;
}

/** Follows the conditions Node follows for `import`, in the order the package writes them. */
function conditional(target: unknown): string | undefined {
  if (typeof target === 'string') return target;
  if (!isObject(target)) return undefined;
  for (const [condition, value] of Object.entries(target)) {
    if (condition !== 'import' && condition !== 'node' && condition !== 'default') continue;
    const found = conditional(value);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
