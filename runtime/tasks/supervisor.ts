import { CancelledError, fromErrorDto, toErrorDto, toGantryError } from '@gantry/sdk';
import type { Clock, ErrorDto, GantryError } from '@gantry/sdk';
import type { DeploymentState, SamplesDto } from '../api/contract.ts';
import { backoffDelayMs, mayRetry } from './backoff.ts';
import type { TaskOutcome } from './protocol.ts';
import type { LastSamples } from './samples.ts';
import { TaskFiguresView } from './taskFiguresView.ts';
import { TaskThread } from './thread.ts';
import type { RunningTask, TaskAssignment, TaskHostOptions, TaskStatus } from './types.ts';

/** After so long at work, earlier failures are forgotten. */
const HEALTHY_MS = 60_000;
const STOP_TIMEOUT_MS = 30_000;
const NO_SAMPLES: SamplesDto = { seen: 0, records: [] };

/** Whether nothing runs or will run by itself in this state. */
export function isAtRest(state: DeploymentState): boolean {
  return state === 'stopped' || state === 'ended' || state === 'failed';
}

/** Keeps one task running: attempt after attempt, each in a new thread, with back-off between them. */
export class Supervisor implements RunningTask {
  readonly assignment: TaskAssignment;
  private readonly options: TaskHostOptions;
  private readonly clock: Clock;
  private readonly random: () => number;
  private readonly view: TaskFiguresView;
  private readonly listeners = new Set<(status: TaskStatus) => void>();
  private state: DeploymentState = 'starting';
  private failures = 0;
  private attemptNumber = 1;
  private runningSinceMs: number | undefined;
  private nextAttemptAtMs: number | undefined;
  private error: ErrorDto | undefined;
  private thread: TaskThread | undefined;
  /** Of the last attempt that ended in order. */
  private lastSamples: LastSamples | undefined;
  private isStopping = false;
  private isFinishing = false;
  /** Cuts the pause before the next attempt short. */
  private pause = new AbortController();
  private running: Promise<void>;

  constructor(options: TaskHostOptions, assignment: TaskAssignment, clock: Clock, random: () => number) {
    this.options = options;
    this.assignment = assignment;
    this.clock = clock;
    this.random = random;
    this.view = new TaskFiguresView(clock);
    this.running = this.supervise();
  }

  status(): TaskStatus {
    return {
      state: this.state,
      attempt: this.attemptNumber,
      ...(this.nextAttemptAtMs === undefined ? {} : { nextAttemptAtMs: this.nextAttemptAtMs }),
      ...(this.error === undefined ? {} : { error: this.error }),
      ...this.view.status(),
      idle: this.isAtRest ? this.state !== 'failed' : this.state === 'running' && this.view.idle,
    };
  }

  async stop(timeoutMs = STOP_TIMEOUT_MS): Promise<void> {
    this.isStopping = true;
    this.pause.abort();
    if (!this.isAtRest) this.setState('stopping');
    const { thread } = this;
    thread?.stop();
    const force = setTimeout(() => {
      this.options.log.warn('a task did not stop in time and is ended by force', {
        task: this.assignment.id,
        timeoutMs,
      });
      void this.thread?.terminate();
    }, timeoutMs);
    try {
      await this.running;
    } finally {
      clearTimeout(force);
    }
  }

  async finish(): Promise<void> {
    this.isFinishing = true;
    this.thread?.finish();
    await this.running;
  }

  async restart(): Promise<void> {
    if (!this.isAtRest) {
      await this.stop();
      // Somebody else who asked for the same was first.
      if (!this.isAtRest) return;
    }
    this.isStopping = false;
    this.isFinishing = false;
    this.pause = new AbortController();
    this.failures = 0;
    this.error = undefined;
    this.setState('starting');
    this.running = this.supervise();
  }

  edgeSamples(edge: string): Promise<SamplesDto> {
    return this.thread?.edgeSamples(edge) ?? Promise.resolve(this.lastSamples?.edges[edge] ?? NO_SAMPLES);
  }

  shown(): Promise<SamplesDto> {
    return this.thread?.shown() ?? Promise.resolve(this.lastSamples?.shown ?? NO_SAMPLES);
  }

  onChange(listener: (status: TaskStatus) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private get isAtRest(): boolean {
    return isAtRest(this.state);
  }

  /** Attempt after attempt, until one ends well, is stopped, or may not be repeated. */
  private async supervise(): Promise<void> {
    while (!this.isStopping) {
      this.attemptNumber = this.failures + 1;
      this.runningSinceMs = undefined;
      const outcome = await this.attempt();
      this.lastSamples = this.thread?.lastSamples ?? this.lastSamples;
      this.thread = undefined;
      this.view.endAttempt();
      if (outcome.kind !== 'failed') return this.rest(outcome.kind);
      if (this.wasHealthy()) this.failures = 0;
      this.failures += 1;
      const error = fromErrorDto(outcome.error);
      this.view.addError(outcome.error);
      if (!error.retryable || !mayRetry(this.assignment.connector.errors, this.failures)) return this.fail(error);
      if (!(await this.waitForNextAttempt(error))) break;
    }
    this.rest('stopped');
  }

  private async attempt(): Promise<TaskOutcome> {
    try {
      // P9: every attempt starts from what is stored, never from what an earlier thread knew.
      const progress = await this.options.progress.load(this.assignment);
      // A source that came to its end stays there until somebody resets its position.
      if (progress?.kind === 'source' && progress.ended === true) return { kind: 'ended' };
      if (this.isStopping) return { kind: 'stopped' };
      const { modules, dataDir, commitIntervalMs, maxInFlightRecords, maxInFlightBytes } = this.options;
      const limits = { commitIntervalMs, maxInFlightRecords, maxInFlightBytes };
      this.thread = new TaskThread(
        this.options,
        { assignment: this.assignment, progress, modules, dataDir, limits },
        {
          onRunning: () => this.onRunning(),
          onRetrying: (message) => this.onRetrying(message.error, message.attempt, message.nextAttemptAtMs),
          onFigures: (message) => this.view.update(message.figures),
        },
      );
      if (this.isFinishing) this.thread.finish();
      return await this.thread.outcome;
    } catch (caught) {
      return { kind: 'failed', error: toErrorDto(caught) };
    }
  }

  private onRunning(): void {
    this.runningSinceMs ??= this.clock.now();
    this.attemptNumber = this.failures + 1;
    this.error = undefined;
    this.nextAttemptAtMs = undefined;
    if (!this.isStopping) this.setState('running');
  }

  private onRetrying(error: ErrorDto, attempt: number, nextAttemptAtMs: number): void {
    this.runningSinceMs = undefined;
    this.attemptNumber = attempt;
    this.error = error;
    this.nextAttemptAtMs = nextAttemptAtMs;
    if (!this.isStopping) this.setState('retrying');
  }

  /** Only time in which it really worked counts: waiting a minute for a connection is no health. */
  private wasHealthy(): boolean {
    return this.runningSinceMs !== undefined && this.clock.now() - this.runningSinceMs >= HEALTHY_MS;
  }

  /** False when it was stopped meanwhile. */
  private async waitForNextAttempt(error: GantryError): Promise<boolean> {
    const delayMs = backoffDelayMs(this.assignment.connector.errors, this.failures, this.random, error.retryAfterMs);
    this.options.log.warn('a task failed and is tried again', {
      task: this.assignment.id,
      error: toErrorDto(error),
      delayMs,
    });
    this.onRetrying(toErrorDto(error), this.failures, this.clock.now() + delayMs);
    try {
      await this.clock.sleep(delayMs, this.pause.signal);
    } catch (caught) {
      if (toGantryError(caught) instanceof CancelledError) return false;
      throw caught;
    }
    this.nextAttemptAtMs = undefined;
    this.setState('starting');
    return true;
  }

  private rest(state: 'ended' | 'stopped'): void {
    this.error = undefined;
    this.nextAttemptAtMs = undefined;
    this.setState(state);
  }

  private fail(error: GantryError): void {
    this.error = toErrorDto(error);
    this.nextAttemptAtMs = undefined;
    this.options.log.error('a task failed', { task: this.assignment.id, error: this.error });
    this.setState('failed');
  }

  private setState(state: DeploymentState): void {
    this.state = state;
    const status = this.status();
    for (const listener of this.listeners) {
      try {
        listener(status);
      } catch (caught) {
        // Who listens has its own troubles; the task goes on.
        this.options.log.error('a listener to a task failed', { task: this.assignment.id, error: toErrorDto(caught) });
      }
    }
  }
}
