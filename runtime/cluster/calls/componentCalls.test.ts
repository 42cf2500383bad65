import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../tasks/index.ts';
import { testPlugins } from '../testing/memberHarness.ts';
import { ComponentCalls } from './componentCalls.ts';
import type { CallTarget } from './protocol.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };

function target(config: CallTarget['config']): CallTarget {
  return { pipeline: 'p', node: 'in', role: 'source', type: 'ticks', config };
}

function openCalls(timeoutMs = 60_000): ComponentCalls {
  const lookups = {
    env: (name: string) => (name === 'PORT' ? '3306' : undefined),
    file: async () => '',
    secret: async () => 'canary',
  };
  const calls = new ComponentCalls({
    modules: testPlugins().modules,
    lookups,
    clock: systemClock,
    log: silent,
    timeoutMs,
  });
  onTestFinished(() => calls.close());
  return calls;
}

describe('calls of components', () => {
  it("answer with what the component says, its references resolved and in the schema's types", async () => {
    const steps = await openCalls().call(target({ port: '${env:PORT}', password: '${secret:x}' }), { what: 'check' });
    expect(steps).toEqual([{ name: 'connect', status: 'passed', detail: 'number canary' }]);
  });

  it('throw what the component threw', async () => {
    const failing = openCalls().call(target({ fail: 'db-1' }), { what: 'check' });
    await expect(failing).rejects.toMatchObject({ message: 'no route to db-1' });
  });

  it('end a component that hangs, while the member goes on', async () => {
    const hanging = openCalls(300).call(target({ hang: true }), { what: 'check' });
    await expect(hanging).rejects.toMatchObject({ code: 'cluster.call_timed_out' });
  });

  it('outlive a component that ends its process', async () => {
    const crashing = openCalls().call(target({ crash: true }), { what: 'check' });
    await expect(crashing).rejects.toMatchObject({ code: 'cluster.call_crashed' });
  });

  it('end when they are not wanted any more', async () => {
    const stop = new AbortController();
    const hanging = openCalls().call(target({ hang: true }), { what: 'check' }, stop.signal);
    setTimeout(() => stop.abort(), 100);
    await expect(hanging).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('say that a component does not offer what was asked, or is not there', async () => {
    await expect(openCalls().call(target({}), { what: 'preview', limit: 1 })).rejects.toMatchObject({
      code: 'cluster.capability_missing',
    });
    await expect(openCalls().call({ ...target({}), type: 'tocks' }, { what: 'check' })).rejects.toMatchObject({
      code: 'cluster.component_unknown',
    });
  });

  it('let the next ones in when those that filled all threads are over', async () => {
    const calls = openCalls();
    const stop = new AbortController();
    const hanging = Array.from({ length: 4 }, () =>
      calls
        .call(target({ hang: true }), { what: 'check' }, stop.signal)
        .catch((caught: { code: string }) => caught.code),
    );
    const after = calls.call(target({}), { what: 'check' });
    stop.abort();
    expect(await Promise.all(hanging)).toEqual(Array(4).fill('cancelled'));
    expect(await after).toHaveLength(1);
  });
});
