import { Counter, Gauge, Registry, collectDefaultMetrics } from 'prom-client';
import type { TaskDto, TaskFigures } from '../contract.ts';

const LABELS = ['pipeline', 'node', 'task'] as const;

/** The running count of each, by the name after `gantry_task_`. */
const COUNTERS: readonly (readonly [name: string, help: string, value: (figures: TaskFigures) => number])[] = [
  ['records_in_total', 'Records a task has taken in.', (figures) => figures.recordsIn],
  ['records_out_total', 'Records a task has handed on.', (figures) => figures.recordsOut],
  ['bytes_in_total', 'Bytes a task has taken in.', (figures) => figures.bytesIn],
  ['bytes_out_total', 'Bytes a task has handed on.', (figures) => figures.bytesOut],
  ['errors_total', 'Errors a task has met.', (figures) => figures.errors],
  ['skipped_total', 'Records left out by the error policy.', (figures) => figures.skipped],
  ['dead_lettered_total', 'Records sent to the dead-letter topic.', (figures) => figures.deadLettered],
];

/** What Prometheus scrapes. */
export interface Metrics {
  readonly contentType: string;
  /** The exposition text, from these tasks. */
  render(tasks: readonly TaskDto[]): Promise<string>;
}

/**
 * Figures of the tasks as they are at each scrape, and of the process. There are exactly as many series as tasks: labels name
 * pipeline, node and the task's share, never a file, topic or record, and a task that is gone leaves none behind.
 */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counters = COUNTERS.map(([name, help, value]) => ({
    value,
    counter: new Counter({ name: `gantry_task_${name}`, help, labelNames: LABELS, registers: [registry] }),
  }));
  const lags = {
    records: gauge('gantry_task_lag_records', 'Messages or records a task has not read yet.', LABELS),
    bytes: gauge('gantry_task_lag_bytes', 'Bytes a source has not read yet.', LABELS),
    ms: gauge('gantry_task_lag_seconds', 'How far behind its origin a source is.', LABELS),
  };
  const latency = gauge(
    'gantry_task_latency_seconds',
    'Latency of a task: to stored in the sink, or to acknowledged.',
    [...LABELS, 'quantile'],
  );
  const state = gauge('gantry_task_state', 'The state a task is in; always 1.', [...LABELS, 'state']);
  const attempts = gauge('gantry_task_attempt', 'Attempts since the task last ran well.', LABELS);

  return {
    contentType: registry.contentType,
    render(tasks) {
      for (const { counter } of counters) counter.reset();
      for (const each of [...Object.values(lags), latency, state, attempts]) each.reset();
      for (const task of tasks) observe(task);
      return registry.metrics();
    },
  };

  function observe(task: TaskDto): void {
    const labels = { pipeline: task.pipeline, node: task.node, task: task.key };
    const { figures } = task;
    for (const { counter, value } of counters) counter.inc(labels, value(figures));
    state.set({ ...labels, state: task.state }, 1);
    attempts.set(labels, task.attempt);
    if (figures.lag !== undefined) {
      const unit = figures.lagUnit ?? 'records';
      lags[unit].set(labels, unit === 'ms' ? figures.lag / 1000 : figures.lag);
    }
    if (!figures.latency) return;
    latency.set({ ...labels, quantile: '0.5' }, figures.latency.p50 / 1000);
    latency.set({ ...labels, quantile: '0.95' }, figures.latency.p95 / 1000);
    latency.set({ ...labels, quantile: '0.99' }, figures.latency.p99 / 1000);
    latency.set({ ...labels, quantile: '1' }, figures.latency.max / 1000);
  }

  function gauge<const Names extends string>(name: string, help: string, labelNames: readonly Names[]): Gauge<Names> {
    return new Gauge({ name, help, labelNames: [...labelNames], registers: [registry] });
  }
}
