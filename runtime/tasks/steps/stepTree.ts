import type { ProduceStep, Step, TransformStep, WriteStep } from '../../compile/plan.ts';
import type { ErrorPolicies } from '../errorPolicy.ts';
import type { EdgeCounter } from '../figures.ts';
import type { Flow } from '../original.ts';
import type { SampleRing } from '../samples.ts';
import type { Outlet, Outlets } from '../sending/outlet.ts';
import type { TaskEnvironment } from '../taskEnvironment.ts';
import { isImplied } from '../topics.ts';
import { ProduceStage } from './produceStage.ts';
import { TransformStage } from './transformStage.ts';

/** Where a branch of the tree ends, for a batch with what the loop knows of it. */
export type Terminal<Batch> = (flow: Flow, batch: Batch) => Promise<void>;

interface Branch<Batch> {
  readonly edge: EdgeCounter | undefined;
  readonly samples: SampleRing | undefined;
  readonly stage: TransformStage | undefined;
  readonly terminal: Terminal<Batch> | undefined;
  readonly next: readonly Branch<Batch>[];
}

/** The transforms between where records come in and where they go: every branch gets the same records. */
export class StepTree<Batch> {
  private readonly branches: readonly Branch<Batch>[];
  private readonly env: TaskEnvironment;

  private constructor(env: TaskEnvironment, branches: readonly Branch<Batch>[]) {
    this.env = env;
    this.branches = branches;
  }

  /** Makes the components of all steps; `terminal` makes the end of a branch. */
  static async create<Batch>(
    env: TaskEnvironment,
    steps: readonly Step[],
    policies: ErrorPolicies,
    terminal: (step: ProduceStep | WriteStep) => Promise<Terminal<Batch>>,
  ): Promise<StepTree<Batch>> {
    async function grow(step: Step): Promise<Branch<Batch>> {
      // The edge into a sink's own topic is the one out of it, too; it is counted once, by the sink.
      const counted = step.kind !== 'produce' || !isImplied(env, step.topic);
      const edge = counted ? env.figures.edge(step.edge) : undefined;
      const samples = counted ? env.samples.edge(step.edge) : undefined;
      if (step.kind !== 'transform')
        return { edge, samples, stage: undefined, terminal: await terminal(step), next: [] };
      const stage = await transformStage(env, step, policies);
      const next: Branch<Batch>[] = [];
      for (const child of step.next) next.push(await grow(child));
      return { edge, samples, stage, terminal: undefined, next };
    }
    const branches: Branch<Batch>[] = [];
    for (const step of steps) branches.push(await grow(step));
    return new StepTree(env, branches);
  }

  async run(flow: Flow, batch: Batch): Promise<void> {
    const nowMs = this.env.clock.now();
    for (const branch of this.branches) await this.pass(branch, flow, batch, nowMs);
  }

  close(): void {
    for (const branch of this.branches) close(branch);
  }

  private async pass(branch: Branch<Batch>, flow: Flow, batch: Batch, nowMs: number): Promise<void> {
    if (flow.records.length === 0) return;
    if (branch.edge !== undefined) branch.edge.records += flow.records.length;
    branch.samples?.keep(flow.records, nowMs);
    if (branch.terminal !== undefined) return branch.terminal(flow, batch);
    const result = await (branch.stage as TransformStage).process(flow);
    for (const next of branch.next) await this.pass(next, result, batch, nowMs);
  }
}

/** The end of a branch that leads to a topic. */
export async function produceStage(
  env: TaskEnvironment,
  step: ProduceStep,
  outlets: Outlets,
  policies: ErrorPolicies,
): Promise<ProduceStage> {
  const opened = new Map<string, Outlet>();
  for (const topic of [step.topic, ...step.routedTopics]) opened.set(topic, await outlets.open(topic));
  return new ProduceStage(env, step, await env.components.converter(step.converter, step.node), opened, policies);
}

async function transformStage(
  env: TaskEnvironment,
  step: TransformStep,
  policies: ErrorPolicies,
): Promise<TransformStage> {
  return new TransformStage(env, step, await env.components.transform(step, step.node), policies);
}

function close<Batch>(branch: Branch<Batch>): void {
  branch.stage?.close();
  for (const next of branch.next) close(next);
}
