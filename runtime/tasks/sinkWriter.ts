import { CancelledError, GantryError, toGantryError } from '@gantry/sdk';
import type { GantryRecord, SinkFailure, SinkTask } from '@gantry/sdk';
import type { SinkPlan } from '../compile/plan.ts';
import { mayRetry } from './backoff.ts';
import type { ErrorPolicies, Reject } from './errorPolicy.ts';
import { isolate } from './isolate.ts';
import type { Flow } from './original.ts';
import { hashKey } from './partition.ts';
import { pauseBeforeRetry, withRetries } from './retry.ts';
import { surroundings } from './surroundings.ts';
import type { TaskEnvironment } from './taskEnvironment.ts';

/** How many records of a batch stand for it in the latency figures. */
const LATENCY_SAMPLES = 16;

/** The policy is to stop, and everything before a record was taken by the sink: `origin` says which record of the read. */
export class StoppedAtRecord extends GantryError {
  readonly reason: GantryError;
  readonly origin: number;

  constructor(reason: GantryError, origin: number) {
    super({ code: reason.code, message: reason.message, cause: reason });
    this.reason = reason;
    this.origin = origin;
  }
}

/** Writes records to the sink, in order: retries, narrows down what the sink refuses, and gives that to the error policy. */
export class SinkWriter {
  unflushedRecords = 0;
  unflushedBytes = 0;
  private readonly times: number[] = [];
  private readonly weights: number[] = [];
  private readonly env: TaskEnvironment;
  private readonly plan: SinkPlan;
  private readonly task: SinkTask;
  private readonly policies: ErrorPolicies;

  constructor(env: TaskEnvironment, plan: SinkPlan, task: SinkTask, policies: ErrorPolicies) {
    this.env = env;
    this.plan = plan;
    this.task = task;
    this.policies = policies;
  }

  /** Resolves when every record was taken by the sink or by the error policy. Throws {@link StoppedAtRecord}, or what ends the task. */
  async write(flow: Flow): Promise<void> {
    const { plan } = this;
    try {
      const failures = await withRetries(plan.errors, surroundings(this.env), () => this.hand(flow.records));
      if (failures !== undefined && failures.length > 0) await this.handleFailures(flow, failures, 1);
    } catch (caught) {
      const error = toGantryError(caught);
      if (error instanceof CancelledError || error instanceof StoppedAtRecord) throw error;
      // With its retries used up an error is no single record's fault: all of them go where the policy says.
      if (error.retryable)
        await this.refuse(
          flow,
          flow.records.map((_, index) => ({ index, error })),
        );
      else await this.narrowDown(flow, error);
    }
    this.count(flow.records);
  }

  /** Everything written so far is durable and its offsets are stored. */
  flushed(): void {
    const { figures, clock } = this.env;
    figures.recordsOut += this.unflushedRecords;
    const nowMs = clock.now();
    for (let index = 0; index < this.times.length; index++) {
      figures.addLatency(nowMs - (this.times[index] as number), this.weights[index] as number);
    }
    this.times.length = 0;
    this.weights.length = 0;
    this.unflushedRecords = 0;
    this.unflushedBytes = 0;
  }

  private hand(records: readonly GantryRecord[]): Promise<readonly SinkFailure[] | void> {
    return this.task.write(records, this.env.control.haltSignal);
  }

  private async narrowDown(flow: Flow, error: GantryError): Promise<void> {
    await isolate(flow.records, error, {
      attempt: async (records, from) => {
        const failures = await withRetries(this.plan.errors, surroundings(this.env), () => this.hand(records));
        if (failures === undefined || failures.length === 0) return;
        await this.handleFailures(slice(flow, from, from + records.length), failures, 1);
      },
      refuse: (index, cause) => this.refuse(flow, [{ index, error: cause }]),
    });
  }

  /** Records the sink left out while it took the others. */
  private async handleFailures(flow: Flow, failures: readonly SinkFailure[], attempt: number): Promise<void> {
    const { errors } = this.plan;
    const again = failures.filter((failure) => failure.error.retryable && mayRetry(errors, attempt));
    await this.refuse(
      flow,
      failures.filter((failure) => !again.includes(failure)),
    );
    const first = again[0];
    if (first === undefined) return;
    await pauseBeforeRetry(errors, surroundings(this.env), attempt, first.error);
    const rest = repeatSet(flow, again);
    const failedAgain = await withRetries(errors, surroundings(this.env), () => this.hand(rest.records));
    this.env.onRunning();
    if (failedAgain !== undefined && failedAgain.length > 0) await this.handleFailures(rest, failedAgain, attempt + 1);
  }

  private async refuse(flow: Flow, failures: readonly SinkFailure[]): Promise<void> {
    const first = failures[0];
    if (first === undefined) return;
    const rejects: Reject[] = failures.map(({ index, error }) => {
      const record = flow.records[index] as GantryRecord;
      return { error, record, original: () => flow.batch.original(record, originAt(flow, index)) };
    });
    try {
      await this.policies.apply(this.plan.errors, this.plan.node, 'write', rejects);
      this.unflushedRecords -= rejects.length;
    } catch (caught) {
      const error = toGantryError(caught);
      if (this.plan.errors.policy !== 'stop') throw error;
      throw new StoppedAtRecord(error, originAt(flow, first.index));
    }
  }

  private count(records: readonly GantryRecord[]): void {
    const stride = Math.max(1, Math.ceil(records.length / LATENCY_SAMPLES));
    for (let index = 0; index < records.length; index += stride) {
      this.times.push((records[index] as GantryRecord).timestampMs);
      this.weights.push(Math.min(stride, records.length - index));
    }
    this.unflushedRecords += records.length;
  }
}

/**
 * What has to be written again: the failed records, and everything of the same keys after them that the sink already has, or an
 * older state would overwrite a newer one (P5).
 */
function repeatSet(flow: Flow, failures: readonly SinkFailure[]): Flow {
  const failed = new Set(failures.map((failure) => failure.index));
  const keys = new Set<number>();
  const indexes: number[] = [];
  flow.records.forEach((record, index) => {
    const key = record.key === null ? undefined : hashKey(record.key);
    if (failed.has(index) && key !== undefined) keys.add(key);
    if (failed.has(index) || (key !== undefined && keys.has(key))) indexes.push(index);
  });
  return {
    records: indexes.map((index) => flow.records[index] as GantryRecord),
    origins: indexes.map((index) => originAt(flow, index)),
    batch: flow.batch,
  };
}

function slice(flow: Flow, start: number, end: number): Flow {
  const records = flow.records.slice(start, end);
  return { records, origins: records.map((_, index) => originAt(flow, start + index)), batch: flow.batch };
}

function originAt(flow: Flow, index: number): number {
  return flow.origins?.[index] ?? index;
}
