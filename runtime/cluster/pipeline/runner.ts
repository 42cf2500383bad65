import type { Bus, Log } from '@gantry/sdk';
import type { RuntimeSpec } from '../../compile/plan.ts';
import type { RunningTask, TaskHost } from '../../tasks/index.ts';
import { CLUSTER_ERRORS } from '../errors.ts';
import { KEYS, stored } from '../records.ts';
import type { RestartRequest, TaskRef } from '../records.ts';
import type { Store, StoreCheck, StoreWrite } from '../store/types.ts';
import { isSameTask, planTasks } from './assignments.ts';
import type { SharesByNode, TaskPlan } from './assignments.ts';
import { readyToFinish } from './endings.ts';
import type { ForeignTopics } from './endings.ts';
import { ensureTopics } from './ensureTopics.ts';

/** How long a task may take to flush and commit before its thread is ended by force. Nothing is lost: it only repeats. */
const STOP_TIMEOUT_MS = 20_000;

export interface RunnerOptions {
  readonly pipeline: string;
  readonly member: string;
  readonly store: Store;
  readonly host: TaskHost;
  /** The member's lease as it was when the pipeline was claimed. */
  readonly lease: string;
  /** This member's claim to the pipeline. */
  readonly claim: StoreCheck;
  readonly openBus: (spec: RuntimeSpec) => Promise<Bus>;
  readonly log: Log;
  /** A task changed its state, came or went. */
  readonly onChange: () => void;
}

/** What is run: one revision with the shares of its sources. */
export interface Wanted {
  readonly revision: number;
  readonly spec: RuntimeSpec;
  readonly shares: SharesByNode;
}

interface Owned {
  readonly task: RunningTask;
  readonly forget: () => void;
}

/** Runs the tasks of one pipeline that this member has claimed. Its methods are called one after the other. */
export class PipelineRunner {
  readonly #options: RunnerOptions;
  readonly #owned = new Map<string, Owned>();
  #wanted: Wanted | undefined;
  #restartSeen: number;
  #isFinishing = false;
  #isAbandoned = false;
  #finished = new Set<string>();

  constructor(options: RunnerOptions, restartSeen: number) {
    this.#options = options;
    this.#restartSeen = restartSeen;
  }

  get claim(): StoreCheck {
    return this.#options.claim;
  }

  get spec(): RuntimeSpec | undefined {
    return this.#wanted?.spec;
  }

  tasks(): readonly RunningTask[] {
    return [...this.#owned.values()].map((owned) => owned.task);
  }

  /** Makes the running tasks those of this revision: stops what went or changed, leaves alone what stayed equal, starts the rest. */
  async apply(wanted: Wanted): Promise<void> {
    const plans = planTasks(wanted.spec, wanted.shares);
    const kept = new Set(plans.filter((plan) => this.#isRunning(plan)).map((plan) => plan.id));
    const changed = kept.size < plans.length || kept.size < this.#owned.size;
    if (changed) await ensureTopics(await this.#options.openBus(wanted.spec), wanted.spec);
    this.#wanted = wanted;
    if (!changed) return;
    // Tasks that ended because everything before them had: there is something new before them now.
    for (const plan of plans)
      if (plan.connector.kind !== 'source' && this.#stateOf(plan.id) === 'ended') kept.delete(plan.id);
    const wantedIds = new Set(plans.map((plan) => plan.id));
    const epochs = await this.#stopAll(
      (id) => !kept.has(id),
      (id) => wantedIds.has(id),
    );
    await this.#start(
      plans.filter((plan) => !kept.has(plan.id)),
      epochs,
    );
  }

  /** Starts tasks again, if this request is newer than the last one. */
  async restart(request: RestartRequest | undefined): Promise<void> {
    if (request === undefined || request.number <= this.#restartSeen) return;
    this.#restartSeen = request.number;
    const tasks = this.tasks().filter((task) => request.task === undefined || task.assignment.id === request.task);
    const failedOnly = request.scope === 'failed';
    await Promise.all(tasks.filter((task) => !failedOnly || needsHelp(task)).map((task) => task.restart()));
  }

  /** Stops every task with its progress stored, and gives up the owner keys and the claim. */
  async release(): Promise<void> {
    await this.#stopAll(
      () => true,
      () => true,
    );
    const { pipeline, store, claim } = this.#options;
    const owners = await store.list(KEYS.owners(pipeline));
    const statuses = await store.list(KEYS.statuses(pipeline));
    // Refused when the lease ended meanwhile: then all of it is gone already, or another's.
    await store.transact({
      checks: [claim],
      writes: [...owners, ...statuses, { key: claim.key }].map(({ key }) => ({ remove: key })),
    });
  }

  /** Lets everything go at once: another may own it by now, so nothing can be stored any more (P4). */
  async abandon(): Promise<void> {
    this.#isAbandoned = true;
    await Promise.all(this.tasks().map((task) => task.stop(0)));
    for (const id of this.#owned.keys()) this.#drop(id);
  }

  /** Ends the sources that would go on for ever, so that what they feed can be finished. */
  async finish(): Promise<void> {
    this.#isFinishing = true;
    const sources = this.tasks().filter((task) => task.assignment.connector.kind === 'source');
    await Promise.all(sources.map((task) => task.stop(STOP_TIMEOUT_MS)));
    this.#options.onChange();
  }

  /** Tells sinks and relays that nothing more will come, once all that feeds them has ended. True when every task has ended. */
  finishWhatIsFed(foreign: ForeignTopics): boolean {
    const spec = this.#wanted?.spec;
    if (spec === undefined) return false;
    const hasEnded = (node: string): boolean => this.#nodeHasEnded(node);
    const ready = readyToFinish(spec.connectors, hasEnded, this.#isFinishing ? undefined : foreign);
    for (const task of this.tasks()) {
      const { id, connector } = task.assignment;
      const { state } = task.status();
      // One that fell back to starting or retrying has to be told again.
      if (state !== 'running' && state !== 'ended') this.#finished.delete(id);
      if (!ready.has(connector.node) || this.#finished.has(id) || state !== 'running') continue;
      this.#finished.add(id);
      void task.finish();
    }
    return this.#owned.size > 0 && spec.connectors.every((connector) => this.#nodeHasEnded(connector.node));
  }

  #nodeHasEnded(node: string): boolean {
    const tasks = this.tasks().filter((task) => task.assignment.connector.node === node);
    return tasks.every((task) => {
      const { state } = task.status();
      return (
        state === 'ended' || (this.#isFinishing && state === 'stopped' && task.assignment.connector.kind === 'source')
      );
    });
  }

  #isRunning(plan: TaskPlan): boolean {
    const owned = this.#owned.get(plan.id);
    return owned !== undefined && isSameTask(owned.task.assignment, plan);
  }

  #stateOf(id: string): string | undefined {
    return this.#owned.get(id)?.task.status().state;
  }

  /** Stops the chosen tasks; gives the epochs of those that stay ours, and gives up the others. */
  async #stopAll(
    chosen: (id: string) => boolean,
    isKept: (id: string) => boolean,
  ): Promise<ReadonlyMap<string, number>> {
    const ids = [...this.#owned.keys()].filter(chosen);
    const epochs = new Map<string, number>();
    const released: StoreWrite[] = [];
    await Promise.all(ids.map(async (id) => this.#owned.get(id)?.task.stop(STOP_TIMEOUT_MS)));
    for (const id of ids) {
      const assignment = this.#owned.get(id)?.task.assignment;
      if (assignment === undefined) continue;
      this.#drop(id);
      if (isKept(id)) epochs.set(id, assignment.epoch);
      else released.push({ remove: KEYS.owner(refOf(assignment)) }, { remove: KEYS.status(refOf(assignment)) });
    }
    if (released.length > 0) await this.#options.store.transact({ checks: [this.#options.claim], writes: released });
    return epochs;
  }

  #drop(id: string): void {
    this.#owned.get(id)?.forget();
    this.#owned.delete(id);
    this.#finished.delete(id);
    this.#options.onChange();
  }

  /** P4: takes the owner keys of new tasks in one transaction; its revision is their epoch, so it grows with every new owner. */
  async #start(plans: readonly TaskPlan[], epochs: ReadonlyMap<string, number>): Promise<void> {
    const fresh = plans.filter((plan) => !epochs.has(plan.id));
    const { store, member, lease, claim, pipeline } = this.#options;
    let epoch = 0;
    if (fresh.length > 0) {
      const result = await store.transact({
        checks: [claim, ...fresh.map((plan) => ({ key: KEYS.owner(refOf(plan)), revision: 0 }))],
        writes: fresh.map((plan) => ({ put: KEYS.owner(refOf(plan)), value: stored({ version: 1, member }), lease })),
      });
      if (!result.committed) {
        throw CLUSTER_ERRORS.error('pipeline_owned', {
          message: `tasks of ${pipeline} are owned by another member still (${result.failed})`,
          hint: 'They are taken over as soon as it lets them go.',
          retryable: true,
        });
      }
      epoch = result.revision;
    }
    // The lease can have ended while the store was asked: then nothing may start any more.
    if (this.#isAbandoned) return;
    for (const plan of plans) this.#run(plan, epochs.get(plan.id) ?? epoch);
  }

  #run(plan: TaskPlan, epoch: number): void {
    const task = this.#options.host.run({ ...plan, epoch });
    const forget = task.onChange(() => this.#options.onChange());
    this.#owned.set(plan.id, { task, forget });
    this.#options.onChange();
  }
}

function needsHelp(task: RunningTask): boolean {
  const { state } = task.status();
  return state === 'failed' || state === 'retrying';
}

function refOf(plan: TaskPlan): TaskRef {
  return { pipeline: plan.pipeline, node: plan.connector.node, key: plan.key };
}
