import { toErrorDto } from '@gantry/sdk';
import type { Clock, ErrorDto } from '@gantry/sdk';
import type { DeploymentDto, TaskFigures } from '../api/contract.ts';
import type { SourcePlan } from '../compile/plan.ts';
import { isAtRest } from '../tasks/index.ts';
import type { RunningTask } from '../tasks/index.ts';
import type { LocalMember } from './member.ts';

const LOOK_MS = 200;
/** Once all tasks are at rest, the end only has to be written down. */
const LAST_LOOK_MS = 10;
/** Figures arrive several times a second: after so long without anything to do a task really has nothing to do. */
const QUIET_MS = 1_000;
/** A task that has something to do and gets nothing done for so long is not waited for. */
const STALL_MS = 5_000;

export interface RunOptions {
  /** The document. */
  readonly text: string;
  /**
   * Ends the run once every source that can end has ended, and nothing was in flight or left to read for this long. Without it
   * the run ends when the pipeline does, or when the signal fires.
   */
  readonly untilIdleMs?: number;
  /** Ends the run in an orderly way: positions stay where they are. */
  readonly signal?: AbortSignal;
  /** Called several times a second. */
  readonly onProgress?: (progress: RunProgress) => void;
}

/** How far a run is. */
export interface RunProgress extends RunCounts {
  readonly deployment: DeploymentDto;
  /** Nothing is in flight and nothing left to read just now. */
  readonly idle: boolean;
}

/** Records in are those the sources read (without sources: what the sinks read), records out those the sinks stored. */
export interface RunCounts {
  readonly recordsIn: number;
  readonly recordsOut: number;
  readonly skipped: number;
  readonly deadLettered: number;
  readonly errors: number;
}

/** How a run went. */
export interface RunSummary extends RunCounts {
  readonly pipeline: string;
  readonly outcome: 'ended' | 'stopped' | 'failed';
  readonly durationMs: number;
  /** Why it failed. */
  readonly error?: ErrorDto;
  /** The task that failed. */
  readonly task?: string;
}

export interface RunNeeds {
  readonly member: LocalMember;
  readonly clock: Clock;
  /** Whether a source comes to an end by itself. */
  readonly endsByItself: (plan: SourcePlan) => boolean;
}

/**
 * Deploys a document on this member and sees it through to its end. Throws what `deploy` throws (`cluster.document_invalid`,
 * `cluster.pipeline_owned`); a task that fails makes the outcome `failed`.
 */
export async function runPipeline(needs: RunNeeds, options: RunOptions): Promise<RunSummary> {
  const { member, clock } = needs;
  const startedMs = clock.now();
  const { name } = await member.deploy(options.text);
  const watched = new WatchedTasks(needs, name);
  const summary = (outcome: RunSummary['outcome'], failed?: RunningTask): RunSummary => ({
    pipeline: name,
    outcome,
    durationMs: clock.now() - startedMs,
    ...watched.counts(),
    ...(failed === undefined
      ? {}
      : { task: failed.assignment.id, error: failed.status().error ?? toErrorDto(new Error('the task failed')) }),
  });

  let idleSinceMs: number | undefined;
  let drain: Drain | undefined;
  let isFinishing = false;
  try {
    for (;;) {
      const deployment = await member.deployment(name);
      watched.look();
      const idle = watched.isIdle();
      options.onProgress?.({ deployment, idle, ...watched.counts() });
      const failed = watched.failed();
      // What was read before a source failed reaches the sinks all the same.
      if (failed !== undefined) drain ??= new Drain(clock, watched);
      const isLost = failed !== undefined && (watched.isFed() || drain?.isOver() === true);
      if (isLost || options.signal?.aborted === true) {
        await member.stop(name);
        return summary(failed === undefined ? 'stopped' : 'failed', failed);
      }
      if (deployment.state === 'ended') return summary('ended');
      if (deployment.desired !== 'running' && member.runningTasks(name).length === 0) return summary('stopped');

      idleSinceMs = idle ? (idleSinceMs ?? clock.now()) : undefined;
      const { untilIdleMs } = options;
      if (
        !isFinishing &&
        untilIdleMs !== undefined &&
        idleSinceMs !== undefined &&
        clock.now() - idleSinceMs >= untilIdleMs
      ) {
        isFinishing = true;
        await member.finish(name);
      }
      await watched.nextLook(clock, options.signal);
    }
  } finally {
    watched.close();
  }
}

/** Waits for the sinks while they work off what is on the bus. */
class Drain {
  readonly #clock: Clock;
  readonly #watched: WatchedTasks;
  #busyMs: number;
  #movedMs: number;
  #recordsOut = 0;

  constructor(clock: Clock, watched: WatchedTasks) {
    this.#clock = clock;
    this.#watched = watched;
    this.#busyMs = this.#movedMs = clock.now();
  }

  /** Nothing is left to do, or nothing gets done. Asked several times a second. */
  isOver(): boolean {
    const nowMs = this.#clock.now();
    const { recordsOut } = this.#watched.counts();
    const isDraining = this.#watched.isDraining();
    if (isDraining) this.#busyMs = nowMs;
    if (!isDraining || recordsOut !== this.#recordsOut) this.#movedMs = nowMs;
    this.#recordsOut = recordsOut;
    return nowMs - this.#busyMs >= QUIET_MS || nowMs - this.#movedMs >= STALL_MS;
  }
}

/** The tasks of the run, also those that are gone: their last figures count. */
class WatchedTasks {
  readonly #needs: RunNeeds;
  readonly #name: string;
  readonly #tasks = new Map<string, RunningTask>();
  readonly #unwatch: (() => void)[] = [];
  #change = new AbortController();

  constructor(needs: RunNeeds, name: string) {
    this.#needs = needs;
    this.#name = name;
  }

  look(): void {
    // Before the states are read: a change from here on is reason to look again.
    this.#change = new AbortController();
    for (const task of this.#needs.member.runningTasks(this.#name)) {
      const { id } = task.assignment;
      if (this.#tasks.get(id) === task) continue;
      this.#tasks.set(id, task);
      this.#unwatch.push(task.onChange(() => this.#change.abort()));
    }
  }

  /** Resolves when a task changed its state since the last look, after a while, or when the signal fires. */
  async nextLook(clock: Clock, signal: AbortSignal | undefined): Promise<void> {
    const woken = signal === undefined ? this.#change.signal : AbortSignal.any([this.#change.signal, signal]);
    const tasks = [...this.#tasks.values()];
    const isOver = tasks.length > 0 && tasks.every((task) => isAtRest(task.status().state));
    try {
      await clock.sleep(isOver ? LAST_LOOK_MS : LOOK_MS, woken);
    } catch (caught) {
      if (!woken.aborted) throw caught;
    }
  }

  close(): void {
    for (const unwatch of this.#unwatch) unwatch();
  }

  failed(): RunningTask | undefined {
    return [...this.#tasks.values()].find((task) => task.status().state === 'failed');
  }

  /** Whether a source still reads, so that its sinks would go on for ever. */
  isFed(): boolean {
    return [...this.#tasks.values()].some(
      (task) => task.assignment.connector.kind === 'source' && !isAtRest(task.status().state),
    );
  }

  /** Whether a sink or relay works on what is on the bus. */
  isDraining(): boolean {
    return [...this.#tasks.values()].some((task) => {
      const { state, idle } = task.status();
      return task.assignment.connector.kind !== 'source' && (state === 'starting' || (state === 'running' && !idle));
    });
  }

  isIdle(): boolean {
    const tasks = [...this.#tasks.values()];
    return tasks.length > 0 && tasks.every((task) => this.#isIdle(task));
  }

  counts(): RunCounts {
    const all = [...this.#tasks.values()].map((task) => ({
      kind: task.assignment.connector.kind,
      figures: task.status().figures,
    }));
    const of = (kind: string): TaskFigures[] => all.filter((each) => each.kind === kind).map((each) => each.figures);
    const [sources, sinks] = [of('source'), of('sink')];
    return {
      recordsIn: sum(sources.length > 0 ? sources : sinks, 'recordsIn'),
      recordsOut: sum(sinks.length > 0 ? sinks : sources, 'recordsOut'),
      skipped: sum(
        all.map((each) => each.figures),
        'skipped',
      ),
      deadLettered: sum(
        all.map((each) => each.figures),
        'deadLettered',
      ),
      errors: sum(
        all.map((each) => each.figures),
        'errors',
      ),
    };
  }

  /** A source that can end is waited for, however long it has nothing to read. */
  #isIdle(task: RunningTask): boolean {
    const { state, idle } = task.status();
    const { connector } = task.assignment;
    if (connector.kind === 'source' && this.#needs.endsByItself(connector)) return state === 'ended';
    return idle;
  }
}

function sum(
  figures: readonly TaskFigures[],
  field: 'recordsIn' | 'recordsOut' | 'skipped' | 'deadLettered' | 'errors',
): number {
  return figures.reduce((total, each) => total + each[field], 0);
}
