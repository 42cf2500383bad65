import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SDK_API } from '@gantry/sdk';
import type { Plugin, PluginManifest } from '@gantry/sdk';
import { check, checkSameList } from '../support/check.ts';
import type { AcceptanceCase, AcceptanceOptions } from '../types.ts';

const ROLES = ['sources', 'sinks', 'transforms', 'converters', 'buses', 'connections'] as const;
const PERMISSIONS = ['hosts', 'paths', 'env'];

interface PackageJson {
  readonly name?: string;
  readonly version?: string;
  readonly description?: string;
  readonly license?: string;
  readonly type?: string;
  readonly keywords?: readonly string[];
  readonly engines?: { readonly node?: string };
  readonly files?: readonly string[];
  readonly exports?: { readonly [path: string]: unknown };
  readonly gantry?: PluginManifest;
}

/** What package.json must say, and that it is true. */
export function manifestCases({ plugin, dir }: AcceptanceOptions): readonly AcceptanceCase[] {
  if (dir === undefined) return [];
  return [
    {
      name: 'manifest: says what a marketplace shows and a loader needs',
      run: async () => {
        const { json } = await readManifest(dir);
        for (const field of ['name', 'version', 'description', 'license'] as const) {
          check(Boolean(json[field]), `package.json of ${dir} has no ${field}`);
        }
        check(json.type === 'module', 'package.json must say "type": "module"');
        check(
          json.keywords?.includes('gantry-plugin') === true,
          'keywords must hold gantry-plugin, by which the marketplace finds it',
        );
        check(Boolean(json.engines?.node), 'engines.node must say which Node it needs');
        check(json.exports?.['.'] !== undefined, 'exports must have "."');
        check(
          json.exports?.['./package.json'] !== undefined,
          'exports must have "./package.json", which the loader reads',
        );
      },
    },
    {
      name: 'manifest: is built for this version of the SDK',
      run: async () => {
        const { manifest } = await readManifest(dir);
        check(manifest.api === SDK_API, `gantry.api is ${manifest.api}, this SDK is ${SDK_API}`);
      },
    },
    {
      name: 'manifest: names exactly what the plugin contributes',
      run: async () => {
        const { manifest } = await readManifest(dir);
        for (const role of ROLES) {
          checkSameList([...(manifest.contributes[role] ?? [])].sort(), typesOf(plugin, role), `contributes.${role}`);
        }
      },
    },
    {
      name: 'manifest: asks for permissions the runtime knows',
      run: async () => {
        const { manifest } = await readManifest(dir);
        check(typeof manifest.permissions === 'object', 'gantry.permissions is missing; {} asks for none');
        for (const [name, values] of Object.entries(manifest.permissions)) {
          check(PERMISSIONS.includes(name), `there is no permission '${name}', only ${PERMISSIONS.join(', ')}`);
          check(
            Array.isArray(values) && values.every((value) => typeof value === 'string'),
            `permissions.${name} must be a list of texts`,
          );
        }
      },
    },
    {
      name: 'manifest: publishes its build and a README',
      run: async () => {
        const { json } = await readManifest(dir);
        check(
          (json.files ?? []).some((file) => file.startsWith('dist')),
          'files must list dist',
        );
        check(
          await exists(join(dir, 'README.md')),
          `${dir} has no README.md, which is the plugin's page in the marketplace`,
        );
      },
    },
  ];
}

async function readManifest(dir: string): Promise<{ readonly json: PackageJson; readonly manifest: PluginManifest }> {
  const json = JSON.parse(await readFile(join(dir, 'package.json'), 'utf8')) as PackageJson;
  check(json.gantry !== undefined, `package.json of ${dir} has no section "gantry"`);
  return { json, manifest: json.gantry };
}

function typesOf(plugin: Plugin, role: (typeof ROLES)[number]): readonly string[] {
  return (plugin[role] ?? []).map((component) => component.type).sort();
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
