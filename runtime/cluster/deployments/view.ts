import type { DeploymentDto, DeploymentState, PipelineFigures, TaskDto } from '../../api/contract.ts';
import { connectorDto, worst } from '../pipeline/aggregate.ts';
import { planTasks } from '../pipeline/assignments.ts';
import type { TaskPlan } from '../pipeline/assignments.ts';
import type { Conductor } from '../pipeline/conductor.ts';
import { NO_FIGURES, pipelineFigures, taskDto } from '../pipeline/figures.ts';
import type { StatusBoard } from '../pipeline/statusBoard.ts';
import type { DeploymentRecord } from '../records.ts';
import type { Deployments } from './deployments.ts';
import { restingState } from './desired.ts';

export interface DeploymentViewOptions {
  readonly member: string;
  readonly deployments: Deployments;
  readonly conductor: Pick<Conductor, 'runner' | 'running' | 'rested' | 'resting' | 'isPaused' | 'trouble'>;
  readonly statuses: Pick<StatusBoard, 'read'>;
}

/** Deployments as the surfaces see them: what is stored, with what the tasks are doing, here or on other members. */
export class DeploymentView {
  readonly #options: DeploymentViewOptions;

  constructor(options: DeploymentViewOptions) {
    this.#options = options;
  }

  async describe(record: DeploymentRecord): Promise<DeploymentDto> {
    const { deployments, conductor, statuses } = this.#options;
    const { name, revision, hash, deployedAtMs, desired } = record;
    const { text, spec } = await deployments.revision(record);
    const isHere = conductor.runner(name) !== undefined;
    // A member that let it go removes what it told of its tasks a moment later.
    const isElsewhere = !isHere && (await deployments.claim(name)) !== undefined;
    const running = isElsewhere ? await statuses.read(name) : this.localTasks(name);
    const resting = conductor.trouble(name) === undefined ? restingState(record) : 'retrying';
    const known = new Map(
      (running.length > 0 ? running : this.#restedTasks(name, resting)).map((task) => [task.id, task]),
    );
    const planned = planTasks(spec, await deployments.shares(name));
    const tasks = planned.map((plan) => known.get(plan.id) ?? restingTask(plan, resting));
    const connectors = spec.connectors.map((connector) => connectorDto(connector, tasks, resting));
    const state = worst(connectors.map((connector) => connector.state)) ?? resting;
    return { name, revision, hash, text, deployedAtMs, desired, state, connectors, tasks };
  }

  /** The tasks of a pipeline that run on this member. */
  localTasks(name: string): readonly TaskDto[] {
    const tasks = this.#options.conductor.runner(name)?.tasks() ?? [];
    return tasks.map((task) => taskDto(task, this.#options.member));
  }

  /** Figures of every pipeline that runs on this member, and the last ones of those that rest since they did. */
  figures(atMs: number): readonly PipelineFigures[] {
    const { conductor } = this.#options;
    const running = conductor.running().map((name) => {
      const tasks = conductor.runner(name)?.tasks() ?? [];
      const state = worst(tasks.map((task) => task.status().state)) ?? 'starting';
      return pipelineFigures(name, tasks, state, atMs);
    });
    const resting = conductor.resting().map((name) => {
      const tasks = conductor.rested(name);
      const state = worst(tasks.map((task) => task.status().state)) ?? 'stopped';
      return atRest(pipelineFigures(name, tasks, state, atMs), conductor.isPaused(name));
    });
    return [...running, ...resting];
  }

  /** Where nobody runs it: what its tasks counted when they last ran here. */
  #restedTasks(name: string, state: DeploymentState): readonly TaskDto[] {
    return this.#options.conductor.rested(name).map((task) => {
      const { id, pipeline, node, key, kind, figures } = taskDto(task, '');
      return { id, pipeline, node, key, kind, state, member: '', attempt: 0, figures: { ...figures, ...STILL } };
    });
  }
}

/** Rates are of now, and now nothing moves. */
const STILL = { recordsPerSecond: 0, bytesPerSecond: 0 };

function atRest(figures: PipelineFigures, isPaused: boolean): PipelineFigures {
  const as = (state: DeploymentState): DeploymentState => (isPaused && state === 'stopped' ? 'paused' : state);
  const nodes = Object.entries(figures.nodes).map(
    ([node, own]) => [node, { ...own, ...STILL, state: as(own.state) }] as const,
  );
  const edges = Object.entries(figures.edges).map(([edge, own]) => [edge, { ...own, recordsPerSecond: 0 }] as const);
  return { ...figures, state: as(figures.state), nodes: Object.fromEntries(nodes), edges: Object.fromEntries(edges) };
}

function restingTask(plan: TaskPlan, state: DeploymentState): TaskDto {
  const { id, pipeline, key, connector } = plan;
  return {
    id,
    pipeline,
    node: connector.node,
    key,
    kind: connector.kind,
    state,
    member: '',
    attempt: 0,
    figures: NO_FIGURES,
  };
}
