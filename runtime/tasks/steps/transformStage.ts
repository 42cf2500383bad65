import { CancelledError, toGantryError } from '@gantry/sdk';
import type { GantryError, GantryRecord, Transform, TransformOutput } from '@gantry/sdk';
import type { TransformStep } from '../../compile/plan.ts';
import type { ErrorPolicies, Reject } from '../errorPolicy.ts';
import type { StepCounter } from '../figures.ts';
import type { Flow } from '../original.ts';
import { withRetries } from '../retry.ts';
import { surroundings } from '../surroundings.ts';
import type { TaskEnvironment } from '../taskEnvironment.ts';

interface Failure {
  readonly record: GantryRecord;
  readonly origin: number;
  readonly error: GantryError;
  /** How many results came before it: where those of a successful retry belong. */
  readonly at: number;
}

/** Runs one transform over batches, and its failures through retries and the error policy. */
export class TransformStage {
  private readonly env: TaskEnvironment;
  private readonly plan: TransformStep;
  private readonly transform: Transform;
  private readonly policies: ErrorPolicies;
  private readonly counter: StepCounter;
  private results: GantryRecord[] = [];
  private origins: number[] = [];
  private failures: Failure[] = [];
  private origin = 0;
  private readonly output: TransformOutput;

  constructor(env: TaskEnvironment, plan: TransformStep, transform: Transform, policies: ErrorPolicies) {
    this.env = env;
    this.plan = plan;
    this.transform = transform;
    this.policies = policies;
    this.counter = env.figures.step(plan.node);
    this.output = {
      emit: (record) => {
        this.results.push(record);
      },
      fail: (record, error) => {
        this.failures.push({ record, origin: this.origin, error, at: this.results.length });
      },
    };
  }

  async process(flow: Flow): Promise<Flow> {
    this.counter.records += flow.records.length;
    const result = flow.origins === undefined ? this.applyToAll(flow) : this.applyToEach(flow, flow.origins);
    if (this.failures.length === 0) return result;
    return this.handleFailures(result);
  }

  close(): void {
    this.transform.close?.();
  }

  private applyToAll(flow: Flow): Flow {
    this.begin();
    try {
      this.transform.apply(flow.records, this.output);
    } catch (caught) {
      // What the contract says of a throw: it counts for the whole batch.
      this.begin();
      const error = toGantryError(caught);
      this.failures = flow.records.map((record) => ({ record, origin: 0, error, at: 0 }));
    }
    return { records: this.results, batch: flow.batch };
  }

  /** One at a time, because then it is known which record each result was made from. */
  private applyToEach(flow: Flow, origins: readonly number[]): Flow {
    this.begin();
    const { records } = flow;
    for (let index = 0; index < records.length; index++) {
      const record = records[index] as GantryRecord;
      this.origin = origins[index] as number;
      const before = this.results.length;
      try {
        this.transform.apply([record], this.output);
      } catch (caught) {
        this.results.length = before;
        this.failures.push({ record, origin: this.origin, error: toGantryError(caught), at: before });
      }
      while (this.origins.length < this.results.length) this.origins.push(this.origin);
    }
    return { records: this.results, origins: this.origins, batch: flow.batch };
  }

  private begin(): void {
    this.results = [];
    this.origins = [];
    this.failures = [];
  }

  private async handleFailures(flow: Flow): Promise<Flow> {
    const failures = this.failures;
    const records = [...flow.records];
    const origins = flow.origins === undefined ? undefined : [...flow.origins];
    const rejects: Reject[] = [];
    let inserted = 0;
    for (const failure of failures) {
      const recovered = await this.retry(failure);
      if (!Array.isArray(recovered)) {
        const { record, origin } = failure;
        rejects.push({ error: recovered, record, original: () => flow.batch.original(record, origin) });
        continue;
      }
      records.splice(failure.at + inserted, 0, ...recovered);
      origins?.splice(failure.at + inserted, 0, ...recovered.map(() => failure.origin));
      inserted += recovered.length;
    }
    await this.policies.apply(this.plan.errors, this.plan.node, 'transform', rejects);
    return { records, ...(origins === undefined ? {} : { origins }), batch: flow.batch };
  }

  /** What the record gave at last, or the error it ends with. */
  private async retry(failure: Failure): Promise<GantryRecord[] | GantryError> {
    if (!failure.error.retryable) return failure.error;
    let first = true;
    try {
      return await withRetries(this.plan.errors, surroundings(this.env), async () => {
        if (first) {
          first = false;
          throw failure.error;
        }
        this.begin();
        this.transform.apply([failure.record], this.output);
        if (this.failures[0] !== undefined) throw this.failures[0].error;
        return this.results;
      });
    } catch (caught) {
      const error = toGantryError(caught);
      if (error instanceof CancelledError) throw error;
      return error;
    }
  }
}
