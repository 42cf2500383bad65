import { describe, expect, it } from 'vitest';
import { sinkPlan, sourcePlan, spec } from '../testing/specs.ts';
import { isSameTask, planTasks } from './assignments.ts';
import type { TaskPlan } from './assignments.ts';
import { wantedTopics } from './ensureTopics.ts';

const shares = {
  in: [
    { key: 'a', input: 1 },
    { key: 'b', input: 2 },
  ],
};

function byId(plans: readonly TaskPlan[]): Record<string, TaskPlan> {
  return Object.fromEntries(plans.map((plan) => [plan.id, plan]));
}

describe('the tasks of a spec', () => {
  it('are one per share of a source and as many as a sink wants', () => {
    const plans = planTasks(spec('p', [sourcePlan('in', 'events'), sinkPlan('out', 'events', { tasks: 2 })]), shares);
    expect(plans.map(({ id, input, index, count }) => [id, input, index, count])).toEqual([
      ['p/in/a', 1, 0, 2],
      ['p/in/b', 2, 1, 2],
      ['p/out/task-0', null, 0, 2],
      ['p/out/task-1', null, 1, 2],
    ]);
  });

  it('stay equal when something changes that they do not use', () => {
    const before = byId(planTasks(spec('p', [sourcePlan('in', 'events'), sinkPlan('out', 'events')]), shares));
    const changed = spec('p', [sourcePlan('in', 'events'), sinkPlan('out', 'events', { config: { x: 1 } })], {
      connections: { unused: { type: 'mysql', config: {} } },
      topics: [
        { name: 'events', node: 'events', queues: 2, implied: false, retention: {} },
        { name: 'more', queues: 1, implied: true, retention: {} },
      ],
    });
    const after = byId(planTasks(changed, shares));
    const same = Object.keys(before).filter((id) => isSameTask(before[id]!, after[id]!));
    expect(same).toEqual(['p/in/a', 'p/in/b']);
  });

  it('change with a connection they go by', () => {
    const connector = sinkPlan('out', 'events', { connection: 'dw' });
    const withHost = (host: string): TaskPlan =>
      planTasks(spec('p', [connector], { connections: { dw: { type: 'mysql', config: { host } } } }), {})[0]!;
    expect(isSameTask(withHost('a'), withHost('a'))).toBe(true);
    expect(isSameTask(withHost('a'), withHost('b'))).toBe(false);
  });

  it('want dead-letter and routed topics made too, routed ones as wide as what they stand in for', () => {
    const source = sourcePlan('in', 'events');
    const step = source.steps[0]!;
    const routed = { ...source, steps: [{ ...step, routedTopics: ['vip'] }] } as typeof source;
    const dead = sinkPlan('out', 'events', {
      errors: { policy: 'dead-letter', retries: 0, backoffMs: 1, maxBackoffMs: 1, topic: 'p.dead' },
    });
    expect(wantedTopics(spec('p', [routed, dead])).map(({ name, queues }) => [name, queues])).toEqual([
      ['events', 2],
      ['vip', 2],
      ['p.dead', 1],
    ]);
  });
});
