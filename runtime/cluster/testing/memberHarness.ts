import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GantryError } from '@gantry/sdk';
import type { Bus, Log, SourceDefinition } from '@gantry/sdk';
import { openEmbeddedBus } from '../../bus/index.ts';
import { systemClock } from '../../tasks/index.ts';
import { createBuses } from '../buses.ts';
import { startMember } from '../member.ts';
import type { LocalMember } from '../member.ts';
import type { PluginsPort } from '../ports.ts';
import { openSecrets } from '../secrets.ts';
import { openLmdbStore } from '../store/lmdbStore.ts';
import type { Store } from '../store/types.ts';
import type { MemberEvent } from '../types.ts';
import tickPlugin from './tickPlugin.mjs';
import { ManualClock } from './manualClock.ts';
import { ScriptedHost } from './scriptedHost.ts';
import { compileDocument } from './specs.ts';

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** A member with a real store and a real bus, whose tasks the test holds in its hands. */
export interface TestedMember {
  readonly member: LocalMember;
  readonly host: ScriptedHost;
  readonly store: Store;
  readonly bus: Bus;
  readonly events: MemberEvent[];
  /** As a SIGKILL would: nothing is drained, nothing released. */
  die(): Promise<void>;
}

/** How finely time passes, so that members take turns. */
const STEP_MS = 100;
/** How often time waits for the disk: several times in a heartbeat. */
const BARRIER_MS = 500;

/** One data folder and the members on it. Time passes only when the test says so, for all members but those that are paused. */
export class MemberHarness {
  readonly dir: string;
  /** The machine's time, which leases are measured with. */
  readonly #machine = new ManualClock();
  readonly #clocks = new Map<string, ManualClock>();
  readonly #paused = new Set<string>();
  readonly #dead = new Set<string>();
  readonly #open: LocalMember[] = [];
  readonly #stores = new Map<string, Store>();
  readonly #buses: Bus[] = [];

  static async create(): Promise<MemberHarness> {
    return new MemberHarness(await mkdtemp(join(tmpdir(), 'gantry-member-')));
  }

  constructor(dir: string) {
    this.dir = dir;
  }

  async start(
    id: string,
    over: { readonly foreground?: boolean; readonly leaseMs?: number } = {},
  ): Promise<TestedMember> {
    const { dir } = this;
    const clock = new ManualClock(this.#machine.now());
    this.#clocks.set(id, clock);
    const store = openLmdbStore({
      dir: join(dir, 'store'),
      clock,
      monotonicMs: () => this.#machine.now(),
      isGone: () => false,
    });
    const bus = await openEmbeddedBus({ dir: join(dir, 'bus'), log: silent, clock: systemClock });
    const secrets = openSecrets({ dataDir: dir });
    const lookups = {
      env: (name: string) => (name === 'PORT' ? '3306' : undefined),
      file: async () => '',
      secret: (name: string) => secrets.get(name),
    };
    let host: ScriptedHost | undefined;
    const member = await startMember({
      id,
      software: '0.0.0',
      clusterName: 'test',
      dataDir: dir,
      clock,
      log: silent,
      store,
      secrets,
      lookups,
      plugins: testPlugins(),
      compile: compileDocument,
      buses: createBuses({
        openEmbedded: async () => uncloseable(bus),
        plugins: testPlugins(),
        lookups,
        clock,
        log: silent,
      }),
      openTaskHost: ({ progress }) => (host = new ScriptedHost(progress)),
      leaseMs: over.leaseMs ?? 6_000,
      // Threads take real time: the limit is kept by the machine's clock in the calls' own tests.
      callTimeoutMs: 3_600_000,
      foreground: over.foreground ?? false,
    });
    const events: MemberEvent[] = [];
    member.subscribe((event) => events.push(event));
    this.#open.push(member);
    this.#stores.set(id, store);
    this.#buses.push(bus);
    const die = async (): Promise<void> => {
      this.#dead.add(id);
      await store.close();
    };
    return { member, host: host as ScriptedHost, store, bus, events, die };
  }

  /** As SIGSTOP would: nothing of it goes on by itself. */
  pause(id: string): void {
    this.#paused.add(id);
  }

  unpause(id: string): void {
    this.#paused.delete(id);
  }

  /** The member's own clock. */
  clockOf(id: string): ManualClock {
    const clock = this.#clocks.get(id);
    if (clock === undefined) throw new Error(`no member ${id}`);
    return clock;
  }

  async pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += STEP_MS) {
      await this.#machine.pass(STEP_MS);
      for (const [id, clock] of this.#clocks) if (!this.#paused.has(id)) await clock.pass(STEP_MS);
      if (this.#machine.now() % BARRIER_MS === 0) await this.#written();
    }
  }

  /** What members have begun to write is on the disk: time must not outrun a busy disk, or they would miss their heartbeats. */
  async #written(): Promise<void> {
    const live = [...this.#stores].filter(([id]) => !this.#paused.has(id)).map(([, store]) => store);
    for (const store of live) {
      await store.transact({ writes: [] }).catch((caught: unknown) => {
        if (!(caught instanceof GantryError && caught.code === 'cluster.closed')) throw caught;
      });
    }
  }

  /** Lets time pass until the condition holds. */
  async until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
    for (let turn = 0; turn < 400; turn++) {
      if (await condition()) return;
      await this.pass(STEP_MS);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    throw new Error(`never came true: ${what}`);
  }

  async dispose(): Promise<void> {
    for (const member of this.#open) if (!this.#dead.has(member.id)) await member.close();
    for (const bus of this.#buses) await bus.close();
    await rm(this.dir, { recursive: true, force: true });
  }
}

export function testPlugins(): PluginsPort {
  const entry = new URL('./tickPlugin.mjs', import.meta.url).href;
  const definition = (role: string, type: string): SourceDefinition | undefined =>
    role === 'source' ? tickPlugin.sources?.find((source) => source.type === type) : undefined;
  return {
    catalog: { components: [] },
    modules: [{ name: 'tick-plugin', version: '1.0.0', entry, contributes: ['source:ticks'] }],
    definition: definition as PluginsPort['definition'],
  };
}

/** Members of one test share the bus of their process; the harness closes it. */
function uncloseable(bus: Bus): Bus {
  return new Proxy(bus, {
    get: (target, name) => {
      if (name === 'close') return async () => undefined;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
