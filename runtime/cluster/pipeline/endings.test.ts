import { describe, expect, it } from 'vitest';
import type { RelayPlan } from '../../compile/plan.ts';
import { STOP_ON_ERROR, sinkPlan, sourcePlan } from '../testing/specs.ts';
import { readyToFinish } from './endings.ts';

const relay: RelayPlan = {
  kind: 'relay',
  node: 'a',
  tasks: 1,
  errors: STOP_ON_ERROR,
  inputs: [
    {
      topic: 'a',
      node: 'a',
      routedTopics: [],
      converter: { type: 'json', config: {} },
      steps: sourcePlan('a', 'b').steps,
    },
  ],
};
const chain = [sourcePlan('in', 'a'), relay, sinkPlan('out', 'b')];
const none: ReadonlySet<string> = new Set();

function ready(
  connectors: Parameters<typeof readyToFinish>[0],
  ended: readonly string[],
  foreign: ReadonlySet<string> | undefined = none,
): string[] {
  return [...readyToFinish(connectors, (node) => ended.includes(node), foreign)];
}

describe('what is ready to finish', () => {
  it('is a relay when its source has ended, and the sink behind it when the relay has', () => {
    expect(ready(chain, [])).toEqual([]);
    expect(ready(chain, ['in'])).toEqual(['a']);
    expect(ready(chain, ['in', 'a'])).toEqual(['a', 'out']);
  });

  it('is a sink only when all of its writers have ended', () => {
    const two = [sourcePlan('x', 'a'), sourcePlan('y', 'a'), sinkPlan('out', 'a')];
    expect(ready(two, ['x'])).toEqual([]);
    expect(ready(two, ['x', 'y'])).toEqual(['out']);
  });

  it('is never a sink that is fed from outside, unless the run was told to end', () => {
    expect(ready([sinkPlan('out', 'a')], [])).toEqual([]);
    expect([...readyToFinish([sinkPlan('out', 'a')], () => false, undefined)]).toEqual(['out']);
    expect(ready([sourcePlan('in', 'a'), sinkPlan('out', 'a')], ['in'], new Set(['a']))).toEqual([]);
  });

  it('does not make the reader of dead letters wait for its own', () => {
    const errors = { ...STOP_ON_ERROR, policy: 'dead-letter', topic: 'dead' } as const;
    const plans = [
      sourcePlan('in', 'a', { errors }),
      sinkPlan('out', 'a', { errors }),
      sinkPlan('letters', 'dead', { errors }),
    ];
    expect(ready(plans, ['in'])).toEqual(['out']);
    expect(ready(plans, ['in', 'out'])).toEqual(['out', 'letters']);
  });
});
