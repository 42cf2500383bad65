import type {
  DeploymentState,
  EdgeFigures,
  NodeFigures,
  PipelineFigures,
  TaskDto,
  TaskFigures,
} from '../../api/contract.ts';
import type { RunningTask, TaskStatus } from '../../tasks/index.ts';
import { worst } from './aggregate.ts';

/** What a task that has not run yet has counted. */
export const NO_FIGURES: TaskFigures = {
  recordsIn: 0,
  recordsOut: 0,
  bytesIn: 0,
  bytesOut: 0,
  recordsPerSecond: 0,
  bytesPerSecond: 0,
  errors: 0,
  skipped: 0,
  deadLettered: 0,
};

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A running task as the surfaces see it. */
export function taskDto(task: RunningTask, member: string): TaskDto {
  const { assignment } = task;
  const { state, attempt, nextAttemptAtMs, error, figures } = task.status();
  return {
    id: assignment.id,
    pipeline: assignment.pipeline,
    node: assignment.connector.node,
    key: assignment.key,
    kind: assignment.connector.kind,
    state,
    member,
    attempt,
    figures,
    ...(nextAttemptAtMs === undefined ? {} : { nextAttemptAtMs }),
    ...(error === undefined ? {} : { error }),
  };
}

/** What the canvas shows of one pipeline: its tasks' figures, put together per node and edge. */
export function pipelineFigures(
  pipeline: string,
  tasks: readonly RunningTask[],
  state: DeploymentState,
  atMs: number,
): PipelineFigures {
  const running = tasks.map((task) => ({ task, status: task.status() }));
  const edges = mergeEdges(running.map(({ status }) => status));
  const nodes: Record<string, NodeFigures> = {};
  for (const { status } of running) mergeSteps(nodes, status, state);
  for (const [node, own] of groupByNode(running)) nodes[node] = connectorFigures(nodes[node], own);
  const sources = new Set(
    tasks
      .map((task) => task.assignment.connector)
      .filter(({ kind }) => kind === 'source')
      .map(({ node }) => node),
  );
  for (const [edge, figures] of Object.entries(edges)) countEdge(nodes, sources, edge, figures);
  return { pipeline, atMs, state, nodes, edges };
}

type Running = { readonly task: RunningTask; readonly status: TaskStatus };

function groupByNode(running: readonly Running[]): ReadonlyMap<string, readonly Running[]> {
  return Map.groupBy(running, ({ task }) => task.assignment.connector.node);
}

function mergeEdges(statuses: readonly TaskStatus[]): Record<string, EdgeFigures> {
  const merged: Record<string, Mutable<EdgeFigures>> = {};
  for (const { edges } of statuses) {
    for (const [edge, figures] of Object.entries(edges)) {
      const sum = (merged[edge] ??= { records: 0, recordsPerSecond: 0 });
      sum.records += figures.records;
      sum.recordsPerSecond += figures.recordsPerSecond;
      if (figures.lag !== undefined) sum.lag = (sum.lag ?? 0) + figures.lag;
    }
  }
  return merged;
}

function mergeSteps(nodes: Record<string, NodeFigures>, status: TaskStatus, state: DeploymentState): void {
  for (const [node, step] of Object.entries(status.steps)) {
    const before = nodes[node] ?? emptyNode(state);
    nodes[node] = {
      ...before,
      records: before.records + step.records,
      errors: before.errors + step.errors,
      skipped: before.skipped + step.skipped,
      deadLettered: before.deadLettered + step.deadLettered,
    };
  }
}

/** A node's rate is that of the edges into it, a source's of the busiest out of it. What waits behind a topic is its lag. */
function countEdge(
  nodes: Record<string, NodeFigures>,
  sources: ReadonlySet<string>,
  edge: string,
  figures: EdgeFigures,
): void {
  const [from = '', to = ''] = edge.split('->');
  const target = nodes[to];
  if (target !== undefined)
    nodes[to] = { ...target, recordsPerSecond: target.recordsPerSecond + figures.recordsPerSecond };
  const source = nodes[from];
  if (source === undefined) return;
  nodes[from] = {
    ...source,
    ...(figures.lag === undefined ? {} : { lag: Math.max(source.lag ?? 0, figures.lag) }),
    ...(sources.has(from) ? { recordsPerSecond: Math.max(source.recordsPerSecond, figures.recordsPerSecond) } : {}),
  };
}

/** A source counts what it read, a sink what it stored. What went wrong in another node's step counts there, not here as well. */
function connectorFigures(before: NodeFigures | undefined, running: readonly Running[]): NodeFigures {
  const state = worst(running.map(({ status }) => status.state)) ?? 'starting';
  const sum: Mutable<NodeFigures> = { ...(before ?? emptyNode(state)), state };
  for (const { task, status } of running) {
    const { figures } = status;
    const { kind } = task.assignment.connector;
    if (kind === 'source') sum.records += figures.recordsIn;
    if (kind === 'sink') sum.records += figures.recordsOut;
    sum.bytesPerSecond += figures.bytesPerSecond;
    for (const trouble of ['errors', 'skipped', 'deadLettered'] as const) {
      const inSteps = Object.values(status.steps).reduce((total, step) => total + step[trouble], 0);
      sum[trouble] += Math.max(0, figures[trouble] - inSteps);
    }
    if (kind !== 'relay') addLag(sum, figures);
    if (figures.latency !== undefined) sum.latencyP99Ms = Math.max(sum.latencyP99Ms ?? 0, figures.latency.p99);
    if (figures.lastError !== undefined && figures.lastError.atMs >= (sum.lastError?.atMs ?? 0))
      sum.lastError = figures.lastError;
  }
  return sum;
}

/** Tasks of one source that are seconds behind are not behind by their sum. A unit that differs from its siblings' cannot be added. */
function addLag(sum: Mutable<NodeFigures>, { lag, lagUnit }: TaskFigures): void {
  if (lag === undefined || (sum.lag !== undefined && sum.lagUnit !== lagUnit)) return;
  sum.lag = lagUnit === 'ms' ? Math.max(sum.lag ?? 0, lag) : (sum.lag ?? 0) + lag;
  if (lagUnit !== undefined) sum.lagUnit = lagUnit;
}

function emptyNode(state: DeploymentState): NodeFigures {
  return { state, records: 0, recordsPerSecond: 0, bytesPerSecond: 0, errors: 0, skipped: 0, deadLettered: 0 };
}
