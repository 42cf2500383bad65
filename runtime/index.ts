/**
 * The composition root of the runtime: the only place that builds its services and puts them together. The CLI and the desktop
 * shell call it. Not a place for features: those are in the folders it joins.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Clock, Log } from '@gantry/sdk';
import { openEmbeddedBus } from './bus/index.ts';
import { createBuses, openLmdbStore, openSecrets, runPipeline as runOnMember, startMember } from './cluster/index.ts';
import type { LocalMember, RunOptions, RunSummary } from './cluster/index.ts';
import { createCompiler } from './compile/index.ts';
import { loadPlugins, toModules } from './plugins/index.ts';
import type { PluginRegistry } from './plugins/index.ts';
import { createTaskHost, SpareThreads, startThread, systemClock } from './tasks/index.ts';
import type { ReferenceLookups } from './tasks/index.ts';

export type {
  LocalMember,
  Member,
  MemberEvent,
  RunCounts,
  RunOptions,
  RunProgress,
  RunSummary,
} from './cluster/index.ts';
export type { PluginRegistry } from './plugins/index.ts';

const DEFAULT_LEASE_MS = 6_000;
const DEFAULT_HEAP_MB = 256;
/** A pipeline in the foreground has a source and a sink at least. */
const FOREGROUND_SPARES = 2;
const CALL_TIMEOUT_MS = 15_000;
const COMMIT_INTERVAL_MS = 1_000;
/** What one task may have in flight (P8). */
const MAX_IN_FLIGHT_RECORDS = 20_000;
const MAX_IN_FLIGHT_BYTES = 16 * 1024 * 1024;

export interface RuntimeOptions {
  /** Everything this member keeps: store, bus, tasks' own folders, secrets, plugins. Members that name the same folder are one cluster. */
  readonly dataDir: string;
  /** Folders that hold plugin packages; our own plugins and those installed in the data folder where left out. */
  readonly pluginRoots?: readonly string[];
  readonly clusterName?: string;
  /** Stable only as long as it runs, where left out. */
  readonly memberId?: string;
  readonly log?: Log;
  readonly clock?: Clock;
  /** Heap limit of each task's thread. */
  readonly heapMb?: number;
  /** How long other members wait for this one before they take over; 6 s where left out. */
  readonly leaseMs?: number;
  /** How often a task stores its progress at the most; 1 s where left out. */
  readonly commitIntervalMs?: number;
  /** Key for the secrets, 32 bytes in base64 or hex; GANTRY_SECRET_KEY where left out, then `secret.key` in the data folder. */
  readonly secretKey?: string;
  /** For one pipeline run in the foreground: takes up nothing else, and nobody takes up that. */
  readonly foreground?: boolean;
}

/** A member and what it was made of. */
export interface Runtime {
  readonly member: LocalMember;
  readonly registry: PluginRegistry;
  readonly clock: Clock;
  /** Drains every task and lets the data folder go. */
  dispose(): Promise<void>;
}

/** Starts a member on a data folder, with its plugins, store, bus and tasks. */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  const heapMb = options.heapMb ?? DEFAULT_HEAP_MB;
  // A member takes tasks up over days, but whoever runs one pipeline waits for its threads.
  const spares = new SpareThreads(options.foreground ? FOREGROUND_SPARES : 0, () => startThread(heapMb, 'task'));
  try {
    return await startWith(options, heapMb, spares);
  } catch (caught) {
    await spares.close();
    throw caught;
  }
}

async function startWith(options: RuntimeOptions, heapMb: number, spares: SpareThreads): Promise<Runtime> {
  const dataDir = resolve(options.dataDir);
  const log = options.log ?? silent;
  const clock = options.clock ?? systemClock;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });

  const registry = await loadPlugins({ roots: options.pluginRoots ?? defaultPluginRoots(dataDir), log });
  const modules = toModules(registry);
  const plugins = { catalog: registry.catalog, modules, definition: registry.definition.bind(registry) };
  const secretKey = options.secretKey ?? process.env['GANTRY_SECRET_KEY'];
  const secrets = openSecrets({ dataDir, ...(secretKey === undefined ? {} : { key: secretKey }) });
  const lookups: ReferenceLookups = {
    env: (name) => process.env[name],
    file: (path) => readFile(path, 'utf8'),
    secret: (name) => secrets.get(name),
  };
  const openEmbedded = (): ReturnType<typeof openEmbeddedBus> =>
    openEmbeddedBus({ dir: join(dataDir, 'bus'), log, clock });

  const member = await startMember({
    id: options.memberId ?? `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`,
    software: softwareVersion(),
    clusterName: options.clusterName ?? 'local',
    dataDir,
    clock,
    log,
    plugins,
    secrets,
    lookups,
    store: openLmdbStore({ dir: join(dataDir, 'store'), clock }),
    buses: createBuses({ openEmbedded, plugins, lookups, clock, log }),
    compile: (text, catalog) => createCompiler(catalog).compile(text),
    openTaskHost: (needs) =>
      createTaskHost({
        ...needs,
        modules,
        dataDir,
        heapMb,
        spares,
        commitIntervalMs: options.commitIntervalMs ?? COMMIT_INTERVAL_MS,
        maxInFlightRecords: MAX_IN_FLIGHT_RECORDS,
        maxInFlightBytes: MAX_IN_FLIGHT_BYTES,
      }),
    leaseMs: options.leaseMs ?? DEFAULT_LEASE_MS,
    callTimeoutMs: CALL_TIMEOUT_MS,
    foreground: options.foreground ?? false,
  });
  return { member, registry, clock, dispose: () => member.close() };
}

/** Deploys a document on a runtime started with `foreground` and sees it through: what `gantry run` does. */
export function runPipeline(runtime: Runtime, options: RunOptions): Promise<RunSummary> {
  const { member, registry, clock } = runtime;
  return runOnMember(
    { member, clock, endsByItself: (plan) => registry.definition('source', plan.type)?.ends?.(plan.config) ?? false },
    options,
  );
}

/** Our own plugins, then what was installed into the data folder. */
export function defaultPluginRoots(dataDir: string): readonly string[] {
  return [fileURLToPath(new URL('plugins/', packageRoot())), join(dataDir, 'plugins', 'node_modules')];
}

/** This package's version. */
export function softwareVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL('package.json', packageRoot()), 'utf8')) as {
    readonly version: string;
  };
  return manifest.version;
}

/** From the sources this file is one folder deep, from dist/ two. */
function packageRoot(): URL {
  return new URL(import.meta.url.endsWith('.ts') ? '../' : '../../', import.meta.url);
}

const silent: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };

function nothing(): void {
  // A log that nobody asked for.
}
