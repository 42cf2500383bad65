import { describe, expect, it } from 'vitest';
import type { ConnectorPlan } from '../../compile/plan.ts';
import type { RunningTask, TaskStatus } from '../../tasks/index.ts';
import { sinkPlan, sourcePlan, spec } from '../testing/specs.ts';
import { planTasks } from './assignments.ts';
import { NO_FIGURES, pipelineFigures } from './figures.ts';

/** A task that reports just this. */
function task(
  connector: ConnectorPlan,
  status: Partial<Omit<TaskStatus, 'figures'>> & { figures?: Partial<TaskStatus['figures']> },
): RunningTask {
  const [plan] = planTasks(spec('p', [connector]), { in: [{ key: 'all', input: null }] });
  const full: TaskStatus = {
    state: 'running',
    attempt: 1,
    idle: false,
    edges: {},
    steps: {},
    ...status,
    figures: { ...NO_FIGURES, ...status.figures },
  };
  const missing = (): never => {
    throw new Error('figures ask for the status alone');
  };
  return {
    assignment: { ...plan!, epoch: 1 },
    status: () => full,
    stop: missing,
    finish: missing,
    restart: missing,
    edgeSamples: missing,
    shown: missing,
    onChange: missing,
  };
}

describe('the figures of a pipeline', () => {
  it('put tasks together per node and edge, with the lag of a topic on its node and edges', () => {
    const source = task(sourcePlan('in', 'events'), {
      figures: { recordsIn: 100, recordsOut: 60, bytesPerSecond: 10 },
      edges: {
        'in->keep': { records: 100, recordsPerSecond: 50 },
        'keep->events': { records: 60, recordsPerSecond: 30 },
      },
      steps: {
        keep: { records: 100, errors: 0, skipped: 0, deadLettered: 0 },
        events: { records: 60, errors: 0, skipped: 0, deadLettered: 0 },
      },
    });
    const reading = (lag: number, records: number): RunningTask =>
      task(sinkPlan('out', 'events'), {
        figures: { recordsIn: records, recordsOut: records, lag, latency: { p50: 1, p95: 2, p99: lag, max: 9 } },
        edges: { 'events->out': { records, recordsPerSecond: 10, lag } },
      });
    const { nodes, edges } = pipelineFigures('p', [source, reading(3, 20), reading(7, 30)], 'running', 5);
    expect(edges).toEqual({
      'in->keep': { records: 100, recordsPerSecond: 50 },
      'keep->events': { records: 60, recordsPerSecond: 30 },
      'events->out': { records: 50, recordsPerSecond: 20, lag: 10 },
    });
    expect(nodes).toMatchObject({
      in: { records: 100, recordsPerSecond: 50, bytesPerSecond: 10 },
      keep: { records: 100, recordsPerSecond: 50 },
      events: { records: 60, recordsPerSecond: 30, lag: 10 },
      out: { records: 50, recordsPerSecond: 20, lag: 10, latencyP99Ms: 7 },
    });
  });

  it('add up the bytes that tasks of a source have to read, and take the longest of delays', () => {
    const lagOf = (lags: readonly number[], lagUnit: 'bytes' | 'ms'): unknown => {
      const tasks = lags.map((lag) => task(sourcePlan('in', 'events'), { figures: { lag, lagUnit } }));
      return pipelineFigures('p', tasks, 'running', 5).nodes['in'];
    };
    expect(lagOf([30, 12], 'bytes')).toMatchObject({ lag: 42, lagUnit: 'bytes' });
    expect(lagOf([900, 400], 'ms')).toMatchObject({ lag: 900, lagUnit: 'ms' });
  });

  it('count what went wrong in a transform there, and only there', () => {
    const source = task(sourcePlan('in', 'events'), {
      figures: { errors: 5, skipped: 4, deadLettered: 0 },
      steps: {
        keep: { records: 9, errors: 3, skipped: 3, deadLettered: 0 },
        in: { records: 0, errors: 1, skipped: 1, deadLettered: 0 },
      },
    });
    expect(pipelineFigures('p', [source], 'running', 5).nodes).toMatchObject({
      keep: { errors: 3, skipped: 3 },
      in: { errors: 2, skipped: 1 },
    });
  });
});
