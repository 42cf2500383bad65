import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Log } from '@gantry/sdk';
import { loadPlugins } from './loadPlugins.ts';
import { toModules } from './toModules.ts';
import type { PluginRegistry } from './types.ts';

const CONFIG = `{ type: 'object', properties: { path: { type: 'string', title: 'Path' } } }`;
const source = (type: string): string =>
  `{ type: '${type}', title: 'Ticks', description: 'Ticks.', config: ${CONFIG}, createTask() {}, async check() { return []; } }`;
const sink = (type: string): string =>
  `{ type: '${type}', title: 'Out', description: 'Out.', config: ${CONFIG}, parallel: false, exactlyOnce: true, createTask() {} }`;

let root: string;
let warnings: string[];
const log: Log = {
  debug: () => {},
  info: () => {},
  warn: (_, fields) => warnings.push(String(fields?.['plugin'])),
  error: () => {},
};

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'gantry-plugins-')));
  warnings = [];
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** Writes a package; by default a sound plugin with the source `ticks`. */
async function writePlugin(
  folder: string,
  {
    module = `export default { sources: [${source('ticks')}] };`,
    gantry,
    ...fields
  }: Record<string, unknown> & { module?: string } = {},
): Promise<string> {
  const dir = join(root, folder);
  await mkdir(dir, { recursive: true });
  const manifest = gantry === undefined ? { api: 1, contributes: { sources: ['ticks'] }, permissions: {} } : gantry;
  const json = {
    name: folder,
    version: '1.2.3',
    type: 'module',
    keywords: ['gantry-plugin'],
    main: 'index.js',
    gantry: manifest,
    ...fields,
  };
  await writeFile(join(dir, 'package.json'), JSON.stringify(json));
  await writeFile(join(dir, 'index.js'), module);
  return dir;
}

function load(timeoutMs = 5000): Promise<PluginRegistry> {
  return loadPlugins({ roots: [root, join(root, 'not-there')], log, timeoutMs });
}

function reasons(registry: PluginRegistry): Record<string, string> {
  return Object.fromEntries(registry.broken.map(({ name, error }) => [name, error.code]));
}

describe('loadPlugins', () => {
  it('tells of each component as plain data, with the capabilities it has methods for', async () => {
    await writePlugin('ticks', {
      module: `export default { sources: [${source('ticks')}], sinks: [${sink('out')}], locales: { 'zh-CN': { Ticks: '节拍' } } };`,
      gantry: { api: 1, contributes: { sources: ['ticks'], sinks: ['out'] }, permissions: { hosts: ['config'] } },
    });
    const registry = await load();
    expect(structuredClone(registry.catalog.components)).toEqual([
      {
        role: 'source',
        type: 'ticks',
        title: 'Ticks',
        description: 'Ticks.',
        configSchema: { type: 'object', properties: { path: { type: 'string', title: 'Path' } } },
        plugin: { name: 'ticks', version: '1.2.3' },
        capabilities: ['check'],
        locales: { 'zh-CN': { Ticks: '节拍' } },
      },
      expect.objectContaining({ role: 'sink', type: 'out', capabilities: [], parallel: false, exactlyOnce: true }),
    ]);
    expect(registry.definition('source', 'ticks')?.title).toBe('Ticks');
    expect(registry.definition('sink', 'ticks')).toBeUndefined();
    expect(registry.descriptor('sink', 'out')?.title).toBe('Out');
    expect(registry.broken).toEqual([]);
  });

  it('gives the modules that worker threads import, safe to clone', async () => {
    const dir = await writePlugin('ticks');
    const modules = structuredClone(toModules(await load()));
    expect(modules).toEqual([
      { name: 'ticks', version: '1.2.3', entry: `file://${dir}/index.js`, contributes: ['source:ticks'] },
    ]);
  });

  it('finds scoped and linked packages, each once, and leaves other packages alone', async () => {
    await writePlugin('@acme/ticks');
    await symlink(join(root, '@acme/ticks'), join(root, 'same-again'));
    await writePlugin('no-plugin', { keywords: ['gantry'] });
    await mkdir(join(root, 'no-package'));
    const registry = await load();
    expect(registry.plugins.map((plugin) => plugin.name)).toEqual(['@acme/ticks']);
    expect(registry.broken).toEqual([]);
  });

  it('resolves exports by the conditions an import has, in the order the package gives', async () => {
    const exports = {
      '.': { types: './index.d.ts', require: './nowhere.cjs', node: { import: './index.js' }, default: './nowhere.js' },
    };
    await writePlugin('ticks', { exports, main: 'nowhere.js' });
    expect((await load()).plugins).toHaveLength(1);
  });

  it('goes on without a plugin that throws, hangs or is no plugin, and says why', async () => {
    await writePlugin('throws', { module: `throw new Error('no licence');` });
    await writePlugin('hangs', { module: 'await new Promise(() => {}); export default {};' });
    await writePlugin('exports-nothing', { module: 'export const x = 1;' });
    await writePlugin('sound');
    const registry = await load(300);
    expect(registry.plugins.map((plugin) => plugin.name)).toEqual(['sound']);
    expect(reasons(registry)).toEqual({
      throws: 'plugins.load_failed',
      hangs: 'plugins.load_failed',
      'exports-nothing': 'plugins.not_a_plugin',
    });
    expect(registry.broken.find(({ name }) => name === 'throws')?.error.message).toContain('no licence');
    expect(warnings.toSorted()).toEqual(['exports-nothing', 'hangs', 'throws']);
  });

  it('refuses manifests that are wrong, unknown fields included, before any code runs', async () => {
    const boom = { module: 'globalThis.ranAnyway = true; export default {};' };
    await writePlugin('no-manifest', { ...boom, gantry: null });
    await writePlugin('typo', { ...boom, gantry: { api: 1, contribute: {}, contributes: {}, permissions: {} } });
    await writePlugin('no-entry', { ...boom, main: 'dist/index.js' });
    await writePlugin('outside', { ...boom, main: '../no-entry/index.js' });
    const registry = await load();
    expect(reasons(registry)).toEqual({
      'no-manifest': 'plugins.manifest_invalid',
      typo: 'plugins.manifest_invalid',
      'no-entry': 'plugins.entry_missing',
      outside: 'plugins.entry_missing',
    });
    expect((globalThis as { ranAnyway?: boolean }).ranAnyway).toBeUndefined();
  });

  it('names a newer contract as the reason even where the manifest has fields of that contract', async () => {
    await writePlugin('newer', { gantry: { api: 2, contributes: {}, permissions: {}, signing: {} } });
    expect(reasons(await load())).toEqual({ newer: 'plugins.api_unsupported' });
  });

  it('refuses a package.json that is no JSON', async () => {
    await mkdir(join(root, 'torn'));
    await writeFile(join(root, 'torn', 'package.json'), '{ "keywords": ["gantry-plugin"], ');
    expect(reasons(await load())).toEqual({ torn: 'plugins.package_unreadable' });
  });

  it('refuses a plugin that contributes more or less than its manifest says', async () => {
    await writePlugin('more', { module: `export default { sources: [${source('ticks')}, ${source('tocks')}] };` });
    await writePlugin('less', { module: 'export default {};' });
    expect(reasons(await load())).toEqual({
      more: 'plugins.contributions_differ',
      less: 'plugins.contributions_differ',
    });
  });

  it('refuses a component that lacks what its role needs', async () => {
    await writePlugin('no-factory', {
      module: `export default { sources: [{ type: 'ticks', title: 'T', description: 'T', config: ${CONFIG} }] };`,
    });
    await writePlugin('no-schema', {
      module: `export default { sources: [{ ...${source('ticks')}, config: undefined }] };`,
    });
    const registry = await load();
    expect(reasons(registry)).toEqual({
      'no-factory': 'plugins.component_invalid',
      'no-schema': 'plugins.component_invalid',
    });
    expect(registry.broken.map(({ error }) => error.message).toSorted()).toEqual([
      'the source ticks of no-factory has no method createTask',
      'the source ticks of no-schema has no object schema as its config',
    ]);
  });

  it('keeps the first of two plugins with one type, and takes nothing of the second', async () => {
    await writePlugin('a-first');
    await writePlugin('b-second', {
      module: `export default { sources: [${source('tocks')}, ${source('ticks')}] };`,
      gantry: { api: 1, contributes: { sources: ['tocks', 'ticks'] }, permissions: {} },
    });
    const registry = await load();
    expect(registry.plugins.map((plugin) => plugin.name)).toEqual(['a-first']);
    expect(reasons(registry)).toEqual({ 'b-second': 'plugins.type_taken' });
    expect(registry.descriptor('source', 'tocks')).toBeUndefined();
  });
});
