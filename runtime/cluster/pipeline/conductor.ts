import type { Clock } from '@gantry/sdk';
import { CancelledError, toErrorDto } from '@gantry/sdk';
import type { ErrorDto } from '@gantry/sdk';
import type { Deployments } from '../deployments/deployments.ts';
import { isWanted } from '../deployments/desired.ts';
import type { RunningTask } from '../../tasks/index.ts';
import { KEYS, namesIn, stored } from '../records.ts';
import type { ClaimRecord, DeploymentRecord } from '../records.ts';
import type { StoreChange, StoreCheck } from '../store/types.ts';
import { topicsWritten } from './assignments.ts';
import type { ForeignTopics } from './endings.ts';
import { PipelineRunner } from './runner.ts';
import type { RunnerOptions } from './runner.ts';

/** Pauses between attempts to start a pipeline that cannot be started (no bus, no store). */
const FIRST_PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 30_000;

export interface ConductorOptions extends Pick<RunnerOptions, 'store' | 'host' | 'openBus' | 'log'> {
  readonly clock: Clock;
  readonly deployments: Deployments;
  readonly member: { readonly id: string; readonly host: string; readonly pid: number; leaseId(): string };
  /** Whether this member is one to run it at all. */
  readonly isOurs: (record: DeploymentRecord) => boolean;
  /** Something about this pipeline is different now. */
  readonly onChange: (pipeline: string) => void;
}

/** One pipeline as this member sees it. */
interface Seat {
  runner?: PipelineRunner;
  /** What ran here until it ended or was stopped: its last figures and samples are still asked for. */
  rested?: readonly RunningTask[];
  /** What does not run is paused rather than stopped. */
  isPaused?: boolean;
  /** Why it could not be started or ended, until it could. */
  trouble?: ErrorDto;
  /** The last pause after trouble; doubles. */
  pauseMs?: number;
  isDirty: boolean;
  turning?: Promise<void>;
}

/**
 * Makes what this member runs equal to what the store says is wanted: claims pipelines that nobody has, runs their tasks, ends
 * them, lets them go. It looks whenever something changed, one pipeline at a time, and tries again after what failed.
 */
export class Conductor {
  readonly #options: ConductorOptions;
  readonly #seats = new Map<string, Seat>();
  readonly #closing = new AbortController();
  readonly #unwatch: (() => void)[] = [];

  constructor(options: ConductorOptions) {
    this.#options = options;
  }

  /** Takes up what is wanted; does not wait until it runs, since a bus that does not answer must not keep a member from starting. */
  start(): void {
    const { store } = this.#options;
    const hear = (changes: readonly StoreChange[] | 'missed'): void => {
      if (changes === 'missed') void this.lookAtAll();
      else for (const change of changes) void this.look(namesIn(change.key)[0] ?? '');
    };
    this.#unwatch.push(store.watch(KEYS.deployments, hear), store.watch(KEYS.claims, hear));
    void this.lookAtAll();
  }

  /** The tasks of a pipeline that run here; undefined where it is not run by this member. */
  runner(name: string): PipelineRunner | undefined {
    return this.#seats.get(name)?.runner;
  }

  /** The tasks of a pipeline that ran here last and rest now; none where it runs, or never ran in this member's life. */
  rested(name: string): readonly RunningTask[] {
    return this.#seats.get(name)?.rested ?? [];
  }

  /** The pipelines of which there are such tasks. */
  resting(): readonly string[] {
    return [...this.#seats].filter(([, seat]) => seat.rested !== undefined).map(([name]) => name);
  }

  /** Whether what rests is paused: its tasks know only that they were stopped. */
  isPaused(name: string): boolean {
    return this.#seats.get(name)?.isPaused === true;
  }

  /** What keeps it from being started. */
  trouble(name: string): ErrorDto | undefined {
    return this.#seats.get(name)?.trouble;
  }

  running(): readonly string[] {
    return [...this.#seats].filter(([, seat]) => seat.runner !== undefined).map(([name]) => name);
  }

  /** Looks at one pipeline soon; resolves when what was to be done is done or has failed. */
  look(name: string): Promise<void> {
    if (this.#closing.signal.aborted) return Promise.resolve();
    const seat = this.#seatOf(name);
    seat.isDirty = true;
    seat.turning ??= this.#turn(name, seat);
    return seat.turning;
  }

  /** Looks at everything there is; a store that does not answer is asked again. */
  async lookAtAll(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      try {
        const names = (await this.#options.deployments.list()).map((each) => each.record.name);
        await Promise.all([...new Set([...names, ...this.#seats.keys()])].map((name) => this.look(name)));
        return;
      } catch (caught) {
        if (this.#closing.signal.aborted) return;
        this.#options.log.error('what is deployed could not be read; it is tried again', { error: caught });
        await this.#pause(FIRST_PAUSE_MS);
      }
    }
  }

  /** The member's lease ended: others may own its pipelines by now. */
  async abandonAll(): Promise<void> {
    const seats = [...this.#seats.values()];
    const runners = seats.flatMap((seat) => seat.runner ?? []);
    for (const seat of seats) delete seat.runner;
    await Promise.all(runners.map((runner) => runner.abandon()));
  }

  /** Drains every task and releases every claim. */
  async close(): Promise<void> {
    for (const unwatch of this.#unwatch) unwatch();
    this.#closing.abort();
    await Promise.all([...this.#seats.values()].map((seat) => seat.turning ?? Promise.resolve()));
    await Promise.all([...this.#seats].map(([name, seat]) => this.#release(name, seat)));
  }

  #seatOf(name: string): Seat {
    const seat = this.#seats.get(name) ?? { isDirty: false };
    this.#seats.set(name, seat);
    return seat;
  }

  async #turn(name: string, seat: Seat): Promise<void> {
    try {
      // After this turn of the event loop, so that `turning` is set before it is cleared.
      await Promise.resolve();
      while (seat.isDirty && !this.#closing.signal.aborted) {
        seat.isDirty = false;
        await this.#attempt(name, seat);
      }
    } finally {
      delete seat.turning;
    }
  }

  async #attempt(name: string, seat: Seat): Promise<void> {
    try {
      await this.#reconcile(name, seat);
      if (seat.trouble !== undefined) {
        delete seat.trouble;
        delete seat.pauseMs;
        this.#options.onChange(name);
      }
    } catch (caught) {
      if (caught instanceof CancelledError) return;
      const pauseMs = Math.min(MAX_PAUSE_MS, seat.pauseMs === undefined ? FIRST_PAUSE_MS : seat.pauseMs * 2);
      seat.pauseMs = pauseMs;
      seat.trouble = toErrorDto(caught);
      this.#options.log.error('the pipeline could not be brought to what is wanted; it is tried again', {
        pipeline: name,
        pauseMs,
        error: caught,
      });
      this.#options.onChange(name);
      void this.#lookLater(name, pauseMs);
    }
  }

  async #lookLater(name: string, pauseMs: number): Promise<void> {
    await this.#pause(pauseMs);
    await this.look(name);
  }

  async #pause(ms: number): Promise<void> {
    try {
      await this.#options.clock.sleep(ms, this.#closing.signal);
    } catch (caught) {
      // Only closing ends it early, and everybody looks at that.
      if (!(caught instanceof CancelledError)) throw caught;
    }
  }

  async #reconcile(name: string, seat: Seat): Promise<void> {
    const { deployments } = this.#options;
    const present = await deployments.find(name);
    seat.isPaused = present?.record.desired === 'paused';
    if (present === undefined || !this.#options.isOurs(present.record) || !isWanted(present.record)) {
      await this.#release(name, seat);
      if (present === undefined) this.#seats.delete(name);
      return;
    }
    const runner = seat.runner ?? (await this.#claim(name, present.record));
    if (runner === undefined) return;
    seat.runner = runner;
    delete seat.rested;
    const { revision, spec } = await deployments.revision(present.record);
    await runner.apply({ revision, spec, shares: await deployments.shares(name) });
    await runner.restart(present.record.restart);
    if (runner.finishWhatIsFed(await this.#foreignTopics(name)))
      await this.#end(name, seat, present.storeRevision, present.record);
  }

  /** Takes a pipeline that no live member has. Undefined where one has it: its end is heard of. */
  async #claim(name: string, record: DeploymentRecord): Promise<PipelineRunner | undefined> {
    const { store, member } = this.#options;
    const key = KEYS.claim(name);
    const lease = member.leaseId();
    const value: ClaimRecord = { version: 1, member: member.id, host: member.host, pid: member.pid };
    const result = await store.transact({
      checks: [{ key, revision: 0 }],
      writes: [{ put: key, value: stored(value), lease }],
    });
    if (!result.committed) return undefined;
    const claim: StoreCheck = { key, revision: result.revision };
    const onChange = (): void => {
      this.#options.onChange(name);
      void this.look(name);
    };
    const { host, openBus, log } = this.#options;
    return new PipelineRunner(
      { pipeline: name, member: member.id, store, host, openBus, log, lease, claim, onChange },
      record.restart?.number ?? 0,
    );
  }

  async #release(name: string, seat: Seat): Promise<void> {
    const { runner } = seat;
    if (runner === undefined) return;
    const tasks = runner.tasks();
    await runner.release();
    delete seat.runner;
    seat.rested = tasks;
    this.#options.onChange(name);
  }

  /** Everything has ended: that is written down, so that a restart of the member does not run it again. */
  async #end(name: string, seat: Seat, storeRevision: number, record: DeploymentRecord): Promise<void> {
    const key = KEYS.deployment(name);
    const runner = seat.runner;
    if (runner === undefined) return;
    const next: DeploymentRecord = { ...record, endedAtMs: this.#options.clock.now() };
    const result = await this.#options.store.transact({
      checks: [{ key, revision: storeRevision }, runner.claim],
      writes: [{ put: key, value: stored(next) }],
    });
    // Refused: somebody changed the deployment, or the claim is lost. Either is heard of, and looked at again.
    if (result.committed) await this.#release(name, seat);
  }

  async #foreignTopics(name: string): Promise<ForeignTopics> {
    const { deployments } = this.#options;
    const others = (await deployments.list()).filter(
      ({ record }) => record.name !== name && record.endedAtMs === undefined,
    );
    const specs = await Promise.all(others.map(async ({ record }) => (await deployments.revision(record)).spec));
    return new Set(specs.flatMap((spec) => spec.connectors.flatMap(topicsWritten)));
  }
}
