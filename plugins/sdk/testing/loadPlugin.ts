import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { toGantryError } from '@gantry/sdk';
import type { Plugin } from '@gantry/sdk';
import { ACCEPTANCE_ERRORS } from './errors.ts';

/** Loads a built plugin from its folder, by the entry its package.json names: what the runtime does. */
export async function loadPlugin(dir: string): Promise<Plugin> {
  try {
    const manifest = JSON.parse(await readFile(join(dir, 'package.json'), 'utf8')) as { exports?: { '.'?: unknown } };
    const entry = manifest.exports?.['.'];
    const file = typeof entry === 'string' ? entry : (entry as { default?: string } | undefined)?.default;
    if (file === undefined) throw new Error('package.json has no exports["."]');
    return ((await import(pathToFileURL(join(dir, file)).href)) as { default: Plugin }).default;
  } catch (caught) {
    throw ACCEPTANCE_ERRORS.error('plugin_invalid', {
      message: `no plugin can be loaded from ${dir}: ${toGantryError(caught).message}`,
      hint: 'Build it first, and let its module’s default export be definePlugin({…}).',
      cause: caught,
    });
  }
}
