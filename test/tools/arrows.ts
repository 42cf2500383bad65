/**
 * Holds the arrows of ARCHITECTURE.md against the imports: which part may import which, each folder's index.ts as its only
 * door, and no cycles between files. Prints each breach with its file and line; exit 1 if there is one.
 */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** runtime's folders from the bottom up: each may import those before it. `plugins` stands beside tasks and cluster. */
const LAYERS = ['foundation', 'spec', 'compile', 'bus', 'tasks', 'cluster', 'api', 'index.ts', 'cli'];

/** Files other parts may import besides a folder's index.ts: pure types that two sides meet at. */
const OPEN_FILES = new Set(['runtime/api/contract.ts']);

interface Import {
  readonly file: string;
  readonly line: number;
  /** Path of the imported file from the root, or the package's name. */
  readonly target: string;
  readonly isPackage: boolean;
  readonly typeOnly: boolean;
}

const files = ['runtime', 'renderer', 'main', 'plugins'].flatMap((folder) => sourcesBelow(join(ROOT, folder)));
const imports = files.flatMap(importsOf);
const breaches = [...imports.flatMap(breachOf), ...cycles(imports)];

for (const breach of breaches) console.error(breach);
console.log(`arrows: ${files.length} files, ${imports.length} imports, ${breaches.length} breaches`);
if (breaches.length > 0) process.exit(1);

function sourcesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    if (name === 'dist' || name === 'node_modules') return [];
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sourcesBelow(path);
    return /\.(ts|tsx)$/.test(name) && !name.endsWith('.d.ts') ? [relative(ROOT, path)] : [];
  });
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const found: Import[] = [];
  for (const match of text.matchAll(
    /^\s*(?:import|export)\s+(type\s)?(?:[^'"();]*?\sfrom\s+)?'([^']+)'|\bimport\('([^']+)'\)/gm,
  )) {
    const spelled = match[2] ?? match[3] ?? '';
    const line = text.slice(0, match.index).split('\n').length;
    const isPackage = !spelled.startsWith('.');
    const target = isPackage ? spelled : normalize(join(dirname(file), spelled));
    found.push({ file, line, target, isPackage, typeOnly: match[1] !== undefined });
  }
  return found;
}

function breachOf(imported: Import): string[] {
  const reason = isTest(imported.file) ? undefined : (reasonAgainst(imported) ?? doorBreach(imported));
  return reason === undefined ? [] : [`${imported.file}:${imported.line} imports ${imported.target}: ${reason}`];
}

function isTest(file: string): boolean {
  return /\.test\.tsx?$/.test(file) || file.includes('/testing/') || file.endsWith('vite.config.ts');
}

function reasonAgainst({ file, target, isPackage }: Import): string | undefined {
  const part = file.split('/')[0] ?? '';
  if (isPackage) return packageBreach(part, file, target);
  const [targetPart = ''] = target.split('/');
  if (part === 'plugins') {
    return pluginOf(file) === pluginOf(target) ? undefined : 'a plugin imports @gantry/sdk and its own files only';
  }
  if (part === 'runtime')
    return targetPart === 'runtime' ? layerBreach(file, target) : 'runtime imports runtime and the SDK only';
  if (part === 'renderer' && targetPart === 'runtime') {
    const pure = /^runtime\/(foundation|spec|compile)\/|^runtime\/api\/contract\.ts$/.test(target);
    return pure ? undefined : 'the renderer sees only the pure parts of the runtime';
  }
  if (part === 'main' && targetPart === 'runtime') {
    const allowed = /^runtime\/(index\.ts|foundation\/|api\/contract\.ts)/.test(target);
    return allowed ? undefined : 'the shell sees runtime/index.ts, foundation and the API contract only';
  }
  if (part === 'main' && targetPart === 'renderer')
    return /^renderer\/client\/desktop\.[jt]s$/.test(target) ? undefined : 'only desktop.ts';
  return targetPart === part ? featureBreach(file, target) : `${part} may not import ${targetPart}`;
}

function packageBreach(part: string, file: string, target: string): string | undefined {
  const pure =
    /^runtime\/(foundation|spec|compile)\/|^runtime\/api\/contract\.ts$/.test(file) ||
    (file.startsWith('plugins/sdk/') && !file.includes('/testing/'));
  if (target.startsWith('node:') && (part === 'renderer' || pure)) return 'this part runs in the browser too';
  if (target.startsWith('@gantry/plugin-')) return 'plugins are loaded, never imported';
  if ((target === 'react' || target === 'electron') && part === 'runtime') return 'the runtime is headless';
  if (target === 'electron' && part === 'renderer') return 'the renderer reaches the shell through client/desktop.ts';
  return undefined;
}

function layerBreach(file: string, target: string): string | undefined {
  const from = file.split('/')[1] ?? '';
  const to = target.split('/')[1] ?? '';
  if (from === to || OPEN_FILES.has(target)) return undefined;
  if (from === 'plugins')
    return ['foundation', 'spec', 'compile'].includes(to) ? undefined : 'plugins stand beside tasks';
  if (to === 'plugins')
    return ['index.ts', 'cli', 'api'].includes(from) ? undefined : 'only index joins plugins with the rest';
  return LAYERS.indexOf(to) <= LAYERS.indexOf(from) ? undefined : `${from} stands below ${to}`;
}

function featureBreach(file: string, target: string): string | undefined {
  const feature = /^renderer\/features\/([^/]+)\//.exec(file)?.[1];
  const other = /^renderer\/features\/([^/]+)\//.exec(target)?.[1];
  if (feature === undefined || other === undefined || feature === other || target.endsWith('/common.ts'))
    return undefined;
  return 'features share through document/ or a common.ts';
}

/** Between folders of the runtime only index.ts is a door, and *.types that the contract names. */
function doorBreach({ file, target, isPackage, typeOnly }: Import): string | undefined {
  if (isPackage || !target.startsWith('runtime/') || OPEN_FILES.has(target)) return undefined;
  const [, to = '', ...rest] = target.split('/');
  const sameFolder = file.startsWith(`runtime/${to}/`);
  if (sameFolder || rest.length === 0 || rest.join('/') === 'index.ts') return undefined;
  // A type-only import leaves nothing behind at run time; types files are read by neighbours in both directions.
  return typeOnly ? undefined : `runtime/${to}/index.ts is the only door`;
}

function pluginOf(path: string): string {
  return path.split('/').slice(0, 2).join('/');
}

/** Cycles of value imports between files, each told once. */
function cycles(all: readonly Import[]): string[] {
  const graph = new Map<string, string[]>();
  for (const { file, target, isPackage, typeOnly } of all) {
    if (!isPackage && !typeOnly) graph.set(file, [...(graph.get(file) ?? []), target]);
  }
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (file: string, way: readonly string[]): void => {
    const at = way.indexOf(file);
    if (at >= 0) {
      found.push(`cycle: ${[...way.slice(at), file].join(' -> ')}`);
      return;
    }
    if (done.has(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...way, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return found;
}
