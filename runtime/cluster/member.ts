import { hostname } from 'node:os';
import { GantryError } from '@gantry/sdk';
import type { Clock, Log } from '@gantry/sdk';
import type {
  CheckResultDto,
  ChoicesDto,
  ClusterDto,
  ComponentCallDto,
  DeploymentDto,
  MemberDto,
  PositionDto,
  PositionEditDto,
  PreviewDto,
  SamplesDto,
  TaskDto,
} from '../api/contract.ts';
import type { Catalog } from '../compile/plan.ts';
import { nameHint } from '../foundation/index.ts';
import type { ReferenceLookups, RunningTask } from '../tasks/index.ts';
import { ComponentCalls } from './calls/componentCalls.ts';
import type { CallTarget } from './calls/protocol.ts';
import { accept, refuseOwned } from './deployments/accept.ts';
import { Deployments } from './deployments/deployments.ts';
import { isWanted, wantedAgain } from './deployments/desired.ts';
import { Positions } from './deployments/positions.ts';
import { splitSource } from './deployments/split.ts';
import { DeploymentView } from './deployments/view.ts';
import { CLUSTER_ERRORS, DocumentInvalidError } from './errors.ts';
import { Events } from './events.ts';
import { Membership } from './membership.ts';
import { mergeSamples } from './mergeSamples.ts';
import { edgesOf } from './pipeline/assignments.ts';
import { Conductor } from './pipeline/conductor.ts';
import { countOn } from './pipeline/countingHost.ts';
import type { CountingHost } from './pipeline/countingHost.ts';
import { ensureTopics } from './pipeline/ensureTopics.ts';
import { StatusBoard } from './pipeline/statusBoard.ts';
import type { Buses, Compile, OpenTaskHost, PluginsPort } from './ports.ts';
import { StoredProgress } from './progress.ts';
import { KEYS, asRecord } from './records.ts';
import type { DeploymentRecord, MemberRecord, RestartRequest } from './records.ts';
import type { Secrets } from './secrets.ts';
import type { Store } from './store/types.ts';
import type { Member, MemberEvent } from './types.ts';

/** How long `stop`, `pause` and `remove` wait for the tasks to have let go. */
const RELEASE_WAIT_MS = 30_000;

export interface MemberOptions {
  readonly id: string;
  readonly software: string;
  readonly clusterName: string;
  readonly dataDir: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly store: Store;
  readonly plugins: PluginsPort;
  readonly compile: Compile;
  readonly buses: Buses;
  readonly secrets: Secrets;
  readonly lookups: ReferenceLookups;
  readonly openTaskHost: OpenTaskHost;
  /** How long the other members wait for this one before they take over. */
  readonly leaseMs: number;
  /** How long a plugin may take to answer a check, choices, preview or split. */
  readonly callTimeoutMs: number;
  /** Runs only what it accepted itself, and nothing that others may take up: `gantry run`. */
  readonly foreground: boolean;
}

/** A member that runs tasks in this process. Beside {@link Member}, what a run in the foreground needs. */
export interface LocalMember extends Member {
  /** The tasks of a pipeline that run here. */
  runningTasks(name: string): readonly RunningTask[];
  /** Ends sources that would go on for ever, then lets what they feed work everything off and finish. */
  finish(name: string): Promise<void>;
  /** Tells the others where this member's API is. */
  announce(url: string): Promise<void>;
}

/** Joins the cluster of a store and takes up what is wanted of it. */
export async function startMember(options: MemberOptions): Promise<LocalMember> {
  const member = new RunningMember(options);
  try {
    await member.start();
    return member;
  } catch (caught) {
    await member.close();
    throw caught;
  }
}

class RunningMember implements LocalMember {
  readonly id: string;
  readonly #options: MemberOptions;
  readonly #events = new Events();
  readonly #log: Log;
  readonly #calls: ComponentCalls;
  readonly #deployments: Deployments;
  readonly #positions: Positions;
  readonly #host: CountingHost;
  readonly #membership: Membership;
  readonly #conductor: Conductor;
  readonly #statuses: StatusBoard;
  readonly #view: DeploymentView;
  readonly #unwatch: (() => void)[] = [];
  /** What this member accepted itself: all that one in the foreground runs. */
  readonly #accepted = new Set<string>();
  #closing: Promise<void> | undefined;

  constructor(options: MemberOptions) {
    this.id = options.id;
    this.#options = options;
    const { store, clock, plugins, lookups, secrets, id } = options;
    this.#log = this.#events.logTo(options.log);
    this.#calls = new ComponentCalls({
      modules: plugins.modules,
      lookups,
      clock,
      log: this.#log,
      timeoutMs: options.callTimeoutMs,
    });
    this.#deployments = new Deployments(store, clock);
    this.#positions = new Positions(store, this.#deployments);
    const progress = new StoredProgress({
      store,
      clock,
      isAtOrAfter: (type, next, current) => plugins.definition('source', type)?.isAtOrAfter?.(next, current),
    });
    this.#host = countOn(options.openTaskHost({ progress, secrets, log: this.#log }));
    this.#membership = new Membership({
      store,
      clock,
      log: this.#log,
      id,
      software: options.software,
      leaseMs: options.leaseMs,
      onLost: () => this.#conductor.abandonAll(),
      onRejoined: () => void this.#conductor.lookAtAll(),
    });
    const leaseId = (): string => this.#membership.leaseId;
    this.#statuses = new StatusBoard({
      store,
      clock,
      log: this.#log,
      leaseId,
      tasksOf: (name) => this.#view.localTasks(name),
    });
    this.#conductor = new Conductor({
      store,
      clock,
      host: this.#host,
      deployments: this.#deployments,
      log: this.#log,
      isOurs: (record) => (options.foreground ? this.#accepted.has(record.name) : record.foreground !== true),
      member: { id, host: hostname(), pid: process.pid, leaseId },
      openBus: (spec) => options.buses.open(spec),
      onChange: (name) => {
        this.#statuses.mark(name);
        this.#events.changed(name);
      },
    });
    this.#view = new DeploymentView({
      member: id,
      deployments: this.#deployments,
      conductor: this.#conductor,
      statuses: this.#statuses,
    });
  }

  async start(): Promise<void> {
    const { store, clock } = this.#options;
    await this.#membership.join();
    for (const prefix of [KEYS.deployments, KEYS.claims, KEYS.allStatuses]) {
      this.#unwatch.push(
        store.watch(prefix, (changes) => {
          if (changes === 'missed') return;
          for (const change of changes) this.#events.changed(decodeURIComponent(change.key.split('/')[1] ?? ''));
        }),
      );
    }
    this.#events.start({
      clock,
      log: this.#options.log,
      deployment: (name) => this.#describe(name),
      figures: () => this.#view.figures(clock.now()),
    });
    this.#conductor.start();
  }

  async cluster(): Promise<ClusterDto> {
    const { clusterName, software, dataDir, store } = this.#options;
    const members = await store.list(KEYS.members);
    return { name: clusterName, version: software, members: members.length, dataDir };
  }

  async members(): Promise<readonly MemberDto[]> {
    const { store } = this.#options;
    const [members, owners] = await Promise.all([store.list(KEYS.members), store.list(KEYS.allOwners)]);
    return members.map((entry) => {
      const { id, software, host, pid, startedAtMs, rssBytes, url } = asRecord<MemberRecord>(entry.value);
      const tasks = owners.filter((owner) => asRecord<{ readonly member: string }>(owner.value).member === id).length;
      return { id, version: software, host, pid, startedAtMs, tasks, rssBytes, ...(url === undefined ? {} : { url }) };
    });
  }

  async catalog(): Promise<Catalog> {
    return { ...this.#options.plugins.catalog, secretNames: await this.#options.secrets.names() };
  }

  async deploy(text: string, options: { readonly baseRevision?: number } = {}): Promise<DeploymentDto> {
    this.#refuseWhenClosing();
    const { spec, diagnostics } = this.#options.compile(text, await this.catalog());
    if (spec === undefined) throw new DocumentInvalidError(diagnostics);
    const accepting = {
      deployments: this.#deployments,
      positions: this.#positions,
      member: this.id,
      foreground: this.#options.foreground,
      split: (of: typeof spec, plan: Parameters<typeof splitSource>[2]) => splitSource(this.#calls, of, plan),
      prepare: async (of: typeof spec) => ensureTopics(await this.#options.buses.open(of), of),
    };
    const record = await accept(accepting, { text, spec, ...options });
    this.#accepted.add(record.name);
    await this.#conductor.look(record.name);
    return this.deployment(record.name);
  }

  async deployments(): Promise<readonly DeploymentDto[]> {
    const all = await this.#deployments.list();
    return Promise.all(all.map(({ record }) => this.#view.describe(record)));
  }

  async deployment(name: string): Promise<DeploymentDto> {
    return this.#view.describe((await this.#deployments.get(name)).record);
  }

  pause(name: string): Promise<DeploymentDto> {
    return this.#rest(name, 'paused');
  }

  stop(name: string): Promise<DeploymentDto> {
    return this.#rest(name, 'stopped');
  }

  async resume(name: string): Promise<DeploymentDto> {
    return this.#edit(name, (record) => (isWanted(record) ? record : wantedAgain(record, this.#options.foreground)));
  }

  async restart(
    name: string,
    what: { readonly scope: 'all' | 'failed'; readonly task?: string },
  ): Promise<DeploymentDto> {
    const { task } = what;
    if (task !== undefined) await this.#requireTask(name, task);
    return this.#edit(name, (record) => {
      const request: RestartRequest = {
        number: (record.restart?.number ?? 0) + 1,
        scope: what.scope,
        ...(task === undefined ? {} : { task }),
      };
      // What had ended starts as a whole; what is paused or stopped stays so.
      return {
        ...(record.endedAtMs === undefined ? record : wantedAgain(record, this.#options.foreground)),
        restart: request,
      };
    });
  }

  /** Implied topics go with the positions only: kept positions say that what is in them is not read yet. */
  async remove(
    name: string,
    options: { readonly positions: 'keep' | 'forget'; readonly topics?: 'keep' | 'forget' },
  ): Promise<void> {
    const { record } = await this.#deployments.get(name);
    const { spec } = await this.#deployments.revision(record);
    await this.#rest(name, 'stopped');
    if (await this.#deployments.claim(name)) {
      throw CLUSTER_ERRORS.error('not_stopped', {
        message: `${name} is still being stopped; it was not removed`,
        hint: 'Try again when its state is stopped.',
      });
    }
    await this.#deployments.remove(name, options.positions);
    this.#host.forget(name);
    if (options.positions === 'keep') return;
    const bus = await this.#options.buses.open(spec);
    const used = options.topics === 'forget' ? await this.#topicsInUse() : undefined;
    for (const topic of spec.topics) {
      const isOwn = topic.implied || (used !== undefined && !used.has(topic.name));
      if (isOwn && (await bus.describeTopic(topic.name)) !== undefined) await bus.deleteTopic(topic.name);
    }
  }

  positions(name: string): Promise<readonly PositionDto[]> {
    return this.#positions.list(name);
  }

  setPositions(name: string, edits: readonly PositionEditDto[]): Promise<readonly PositionDto[]> {
    return this.#positions.set(name, edits);
  }

  resetPositions(name: string, node?: string): Promise<readonly PositionDto[]> {
    return this.#positions.reset(name, node);
  }

  async samples(name: string, of: { readonly edge: string } | { readonly node: string }): Promise<SamplesDto> {
    const { record } = await this.#deployments.get(name);
    const { spec } = await this.#deployments.revision(record);
    if ('edge' in of) requireEdge(name, edgesOf(spec), of.edge);
    const running = this.runningTasks(name);
    const elsewhere = running.length === 0 ? await this.#deployments.claim(name) : undefined;
    if (elsewhere !== undefined && elsewhere.member !== this.id) {
      throw CLUSTER_ERRORS.error('task_elsewhere', {
        message: `${name} is run by the member ${elsewhere.member} (pid ${elsewhere.pid} on ${elsewhere.host}), which alone has its samples`,
        hint: 'Ask that member.',
      });
    }
    const tasks = running.length > 0 ? running : this.#conductor.rested(name);
    if ('edge' in of) return mergeSamples(await Promise.all(tasks.map((task) => task.edgeSamples(of.edge))));
    const own = tasks.filter((task) => task.assignment.connector.node === of.node);
    return mergeSamples(await Promise.all(own.map((task) => task.shown())));
  }

  async tasks(): Promise<readonly TaskDto[]> {
    return (await this.deployments()).flatMap((deployment) => deployment.tasks);
  }

  async check(call: ComponentCallDto, signal: AbortSignal): Promise<CheckResultDto> {
    return { steps: await this.#calls.call(targetOf(call), { what: 'check' }, signal) };
  }

  async choices(
    call: ComponentCallDto & { readonly field: string; readonly typed: string },
    signal: AbortSignal,
  ): Promise<ChoicesDto> {
    return {
      choices: await this.#calls.call(
        targetOf(call),
        { what: 'choices', field: call.field, typed: call.typed },
        signal,
      ),
    };
  }

  async preview(call: ComponentCallDto & { readonly limit: number }, signal: AbortSignal): Promise<PreviewDto> {
    return this.#calls.call(targetOf(call), { what: 'preview', limit: call.limit }, signal);
  }

  secretNames(): Promise<readonly string[]> {
    return this.#options.secrets.names();
  }

  setSecret(name: string, value: string): Promise<void> {
    return this.#options.secrets.set(name, value);
  }

  removeSecret(name: string): Promise<void> {
    return this.#options.secrets.remove(name);
  }

  subscribe(listener: (event: MemberEvent) => void): () => void {
    return this.#events.subscribe(listener);
  }

  runningTasks(name: string): readonly RunningTask[] {
    return this.#conductor.runner(name)?.tasks() ?? [];
  }

  async finish(name: string): Promise<void> {
    await this.#conductor.runner(name)?.finish();
  }

  announce(url: string): Promise<void> {
    return this.#membership.announce(url);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    for (const unwatch of this.#unwatch) unwatch();
    this.#calls.close();
    const { buses, store, log } = this.#options;
    const parts = [this.#conductor, this.#host, this.#statuses, this.#events];
    for (const close of [...parts.map((part) => () => part.close()), () => this.#membership.leave()]) {
      try {
        await close();
      } catch (caught) {
        // On a full disk, say. The others take over once the lease has run out; what is open here must go all the same.
        log.error('something this member held could not be given back', { error: caught });
      }
    }
    await buses.close();
    await store.close();
  }

  async #rest(name: string, desired: 'paused' | 'stopped'): Promise<DeploymentDto> {
    await this.#refuseForeign(name);
    await this.#deployments.edit(name, (record) => (record.desired === desired ? record : { ...record, desired }));
    await this.#conductor.look(name);
    await this.#released(name);
    return this.deployment(name);
  }

  async #edit(name: string, edit: (record: DeploymentRecord) => DeploymentRecord): Promise<DeploymentDto> {
    await this.#refuseForeign(name);
    await this.#deployments.edit(name, edit);
    await this.#conductor.look(name);
    return this.deployment(name);
  }

  /** Waits until no member runs it, for a while: another member may need its time to drain. */
  async #released(name: string): Promise<void> {
    const { store, clock } = this.#options;
    const over = new AbortController();
    const gone = new Promise<void>((resolve) => {
      const stop = store.watch(KEYS.claim(name), (changes) => {
        if (
          changes === 'missed' ||
          changes.some((change) => change.key === KEYS.claim(name) && change.entry === undefined)
        )
          resolve();
      });
      over.signal.addEventListener('abort', stop, { once: true });
    });
    try {
      if ((await store.get(KEYS.claim(name))) === undefined) return;
      await Promise.race([gone, clock.sleep(RELEASE_WAIT_MS, over.signal)]);
    } finally {
      over.abort();
    }
  }

  async #topicsInUse(): Promise<ReadonlySet<string>> {
    const all = await this.#deployments.list();
    const specs = await Promise.all(all.map(async ({ record }) => (await this.#deployments.revision(record)).spec));
    return new Set(specs.flatMap((spec) => spec.topics.map((topic) => topic.name)));
  }

  async #requireTask(name: string, task: string): Promise<void> {
    const known = (await this.deployment(name)).tasks.map((each) => each.id);
    if (known.includes(task)) return;
    throw CLUSTER_ERRORS.error('task_unknown', { message: `${name} has no task ${task}`, hint: nameHint(task, known) });
  }

  async #describe(name: string): Promise<DeploymentDto | undefined> {
    const found = await this.#deployments.find(name);
    return found === undefined ? undefined : this.#view.describe(found.record);
  }

  /** A run in the foreground leaves alone what other members run. */
  async #refuseForeign(name: string): Promise<void> {
    this.#refuseWhenClosing();
    if (!this.#options.foreground) return;
    refuseOwned({ member: this.id, foreground: true }, name, undefined, await this.#deployments.claim(name));
  }

  #refuseWhenClosing(): void {
    if (this.#closing === undefined) return;
    throw new GantryError({
      code: 'cluster.closed',
      message: `the member ${this.id} is closing`,
      hint: 'Ask another member.',
    });
  }
}

function requireEdge(name: string, edges: readonly string[], edge: string): void {
  if (edges.includes(edge)) return;
  throw CLUSTER_ERRORS.error('edge_unknown', { message: `${name} has no edge ${edge}`, hint: nameHint(edge, edges) });
}

function targetOf(call: ComponentCallDto): CallTarget {
  const { role, type, config, connection } = call;
  return { pipeline: '', node: type, role, type, config, ...(connection === undefined ? {} : { connection }) };
}
