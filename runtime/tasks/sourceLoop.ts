import { CancelledError } from '@gantry/sdk';
import type { Converter, Position, SourceBatch, SourceFailure, SourceTask } from '@gantry/sdk';
import type { LagUnit } from '../api/contract.ts';
import type { ProduceStep, SourcePlan, WriteStep } from '../compile/plan.ts';
import { Breather } from './breather.ts';
import { TASK_ERRORS } from './errors.ts';
import { ErrorPolicies } from './errorPolicy.ts';
import { SourceOrigin } from './original.ts';
import { PositionGuard, ProgressCommitter } from './progress.ts';
import { RateLimit } from './rateLimit.ts';
import { asFinal } from './retry.ts';
import { closeAll } from './closeAll.ts';
import { InFlight } from './sending/inFlight.ts';
import type { InFlightBatch } from './sending/inFlight.ts';
import { Outlets } from './sending/outlet.ts';
import { produceStage, StepTree } from './steps/stepTree.ts';
import type { Terminal } from './steps/stepTree.ts';
import type { TaskEnvironment } from './taskEnvironment.ts';

/** How a loop came to its end, where it was not by an error. */
export type LoopEnd = 'ended' | 'stopped';

type Batch = InFlightBatch<Position>;

/**
 * Reads a source and appends to the bus:
 * read -> transforms -> partition by key -> encode -> send -> acknowledged, in order -> position stored.
 * Throws what the task has to fail with, after everything already sent was waited for and its position stored.
 */
export async function runSourceLoop(env: TaskEnvironment, plan: SourcePlan): Promise<LoopEnd> {
  const start = startPosition(env);
  const { definition, context } = await env.components.source(plan);
  const loop = new SourceLoop(
    env,
    plan,
    definition.createTask(context),
    new PositionGuard(definition, plan.node, start),
    start,
  );
  return loop.run();
}

class SourceLoop {
  private readonly env: TaskEnvironment;
  private readonly plan: SourcePlan;
  private readonly task: SourceTask;
  private readonly guard: PositionGuard;
  private readonly start: Position | null;
  private readonly policies: ErrorPolicies;
  private readonly outlets: Outlets;
  private readonly inFlight: InFlight<Position>;
  private readonly committer: ProgressCommitter;
  private readonly limit: RateLimit | undefined;
  private readonly breather: Breather;
  private positionBefore: Position | null;
  private acknowledged: Position | null;
  private isReading = false;
  private batchConverter: Promise<Converter> | undefined;

  constructor(env: TaskEnvironment, plan: SourcePlan, task: SourceTask, guard: PositionGuard, start: Position | null) {
    this.env = env;
    this.plan = plan;
    this.task = task;
    this.guard = guard;
    this.start = start;
    this.positionBefore = start;
    this.acknowledged = start;
    this.policies = new ErrorPolicies(env);
    this.outlets = new Outlets(env);
    this.breather = new Breather(env.clock);
    this.inFlight = new InFlight<Position>(env.limits, (batch) => this.onAcknowledged(batch));
    this.committer = new ProgressCommitter(env, (progress) => {
      if (progress.kind === 'source' && progress.position !== null) this.task.committed?.(progress.position);
      this.refreshIdle();
    });
    // The limit holds for all tasks of the node together.
    if (plan.ratePerSecond !== undefined)
      this.limit = new RateLimit(plan.ratePerSecond / env.assignment.count, env.clock);
  }

  async run(): Promise<LoopEnd> {
    let tree: StepTree<Batch> | undefined;
    try {
      tree = await StepTree.create<Batch>(this.env, this.plan.steps, this.policies, (step) => this.terminal(step));
      await this.task.open(this.start, this.env.control.stopSignal);
      this.env.onRunning();
      return await this.readAll(tree);
    } catch (caught) {
      const reason = this.env.control.haltedBy ?? caught;
      if (reason instanceof CancelledError) return 'stopped';
      throw reason;
    } finally {
      await this.drain();
      await closeAll(this.env.log, [this.task, tree, this.policies, this.outlets]);
    }
  }

  private async readAll(tree: StepTree<Batch>): Promise<LoopEnd> {
    const { control } = this.env;
    while (!control.stopSignal.aborted) {
      const batch = await this.read();
      if (batch === null) return this.end();
      await this.deliver(tree, batch);
      // P8: nothing more is read until there is room again.
      while (this.inFlight.isFull && !control.haltSignal.aborted) await this.inFlight.change(control.haltSignal);
      await this.breather.breathe();
    }
    await this.drain();
    this.throwIfHalted();
    return 'stopped';
  }

  private async read(): Promise<SourceBatch | null> {
    this.isReading = true;
    try {
      this.refreshIdle();
      return await this.task.read(this.env.control.stopSignal);
    } finally {
      this.isReading = false;
      this.refreshIdle();
    }
  }

  private refreshIdle(): void {
    this.env.figures.idle = this.isReading && this.inFlight.isEmpty && this.committer.isCaughtUp;
  }

  /** Everything acknowledged and stored, and that it was all. */
  private throwIfHalted(): void {
    const { haltedBy } = this.env.control;
    if (haltedBy !== undefined) throw haltedBy;
  }

  private async end(): Promise<LoopEnd> {
    const { control } = this.env;
    while (!this.inFlight.isEmpty && !control.haltSignal.aborted) await this.inFlight.change(control.haltSignal);
    this.throwIfHalted();
    this.committer.offer({ kind: 'source', position: this.acknowledged, ended: true });
    await this.committer.flush();
    this.throwIfHalted();
    return 'ended';
  }

  private async deliver(tree: StepTree<Batch>, batch: SourceBatch): Promise<void> {
    const failures = batch.failures ?? [];
    const stopsAt = this.plan.errors.policy === 'stop' ? failures[0] : undefined;
    const position = stopsAt?.positionBefore ?? batch.position;
    const records = stopsAt === undefined ? batch.records : batch.records.slice(0, stopsAt.at);
    this.guard.advance(position);
    const { figures, clock } = this.env;
    figures.recordsIn += records.length;
    [figures.lag, figures.lagUnit] = lagOf(batch.lag);
    const underWay = this.inFlight.begin(position, records.length, clock.now());
    await this.rejectUnreadable(stopsAt === undefined ? failures : []);
    await this.send(tree, records, underWay);
    underWay.seal();
    this.positionBefore = position;
    // Everything before it is on its way, and the position to be stored stands just before it.
    if (stopsAt !== undefined) this.stopAt(stopsAt);
  }

  private async send(tree: StepTree<Batch>, records: SourceBatch['records'], batch: Batch): Promise<void> {
    const origin = new SourceOrigin(this.positionBefore, () => this.compactConverter());
    if (this.limit === undefined) return tree.run({ records, batch: origin }, batch);
    const { slice } = this.limit;
    for (let start = 0; start < records.length; start += slice) {
      const part = records.slice(start, start + slice);
      await this.limit.pace(part.length, this.env.control);
      await tree.run({ records: part, batch: origin }, batch);
    }
  }

  private rejectUnreadable(failures: readonly SourceFailure[]): Promise<void> {
    const rejects = failures.map((failure) => ({
      error: failure.error,
      original: async () => ({
        key: null,
        body: failure.original,
        timestampMs: this.env.clock.now(),
        contentType: 'application/octet-stream',
        position: failure.positionBefore,
      }),
    }));
    return this.policies.apply(this.plan.errors, this.plan.node, 'read', rejects);
  }

  private stopAt(failure: SourceFailure): never {
    this.env.figures.step(this.plan.node).errors += 1;
    throw asFinal(failure.error);
  }

  private onAcknowledged(batch: Batch): void {
    const { figures, clock } = this.env;
    this.acknowledged = batch.position;
    figures.recordsOut += batch.records;
    if (batch.records > 0) figures.addLatency(clock.now() - batch.readAtMs, batch.records);
    this.task.acknowledged?.(batch.position);
    this.committer.offer({ kind: 'source', position: batch.position });
    this.refreshIdle();
  }

  /** Waits for what is under way and stores how far it came. */
  private async drain(): Promise<void> {
    const { control } = this.env;
    while (this.inFlight.isWaiting && !control.haltSignal.aborted) await this.inFlight.change(control.haltSignal);
    await this.committer.flush();
  }

  private async terminal(step: ProduceStep | WriteStep): Promise<Terminal<Batch>> {
    if (step.kind === 'write') {
      throw TASK_ERRORS.error('plan_invalid', {
        message: `the plan of the source ${this.plan.node} writes to a sink without a topic`,
      });
    }
    const stage = await produceStage(this.env, step, this.outlets, this.policies);
    return (flow, batch) => stage.process(flow, batch);
  }

  private compactConverter(): Promise<Converter> {
    return (this.batchConverter ??= this.env.components.converter({ type: 'batch', config: {} }, this.plan.node));
  }
}

function startPosition(env: TaskEnvironment): Position | null {
  const { progress, assignment } = env;
  if (progress === null) return null;
  if (progress.kind === 'source') return progress.position;
  throw TASK_ERRORS.error('progress_unsuitable', {
    message: `the stored progress of ${assignment.id} is that of a sink, but it is a source`,
    hint: 'Reset the positions of the node.',
  });
}

/** The most telling figure the source gives. */
function lagOf(lag: SourceBatch['lag'] = {}): [lag: number | undefined, unit: LagUnit] {
  if (lag.records !== undefined) return [lag.records, 'records'];
  return lag.bytes === undefined ? [lag.ms, 'ms'] : [lag.bytes, 'bytes'];
}
