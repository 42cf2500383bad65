import { describe, expect, it } from 'vitest';
import type { SourcePlan } from '../../compile/plan.ts';
import {
  batchOf,
  error,
  produce,
  record,
  rejection,
  sourceOf,
  sourcePlan,
  TestTask,
  topic,
  until,
} from '../test-support/testTask.ts';

describe('P1: a source position is stored only after the bus has everything up to it', () => {
  it('stores nothing while the bus holds its acknowledgement back', async () => {
    const source = sourceOf([batchOf(1), batchOf(2)], { stays: true });
    const task = new TestTask(sourcePlan(), { source });
    const gate = Promise.withResolvers<void>();
    let sends = 0;
    // The first send is held back, the second acknowledged at once.
    task.bus.onSend = () => (++sends === 1 ? gate.promise : undefined);
    const ended = task.run();
    await until(() => task.bus.stored('t').length === 3 && source.reads === 3);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect([task.commits, source.acks]).toEqual([[], []]);

    gate.resolve();
    await until(() => task.commits.length > 0);
    task.control.stop();
    expect(await ended).toBe('stopped');
    expect(source.acks.slice(0, 2)).toEqual([{ at: 1 }, { at: 2 }]);
    expect(task.stored).toEqual({ kind: 'source', position: { at: 2 } });
  });

  it('does not pass over a batch in one queue because a later one in another queue is there', async () => {
    const keyless = (at: number) => ({ records: [record(null, { n: at })], position: { at } });
    const source = sourceOf([keyless(1), keyless(2)], { stays: true });
    const task = new TestTask(sourcePlan(), { source }, { topics: [topic('t', 2)] });
    const gate = Promise.withResolvers<void>();
    task.bus.onSend = (_topic, queue) => (queue === 0 ? gate.promise : undefined);
    const ended = task.run();
    await until(() => task.bus.stored('t', 1).length === 1);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect([task.commits, source.acks]).toEqual([[], []]);
    gate.resolve();
    await until(() => source.acks.length === 2);
    task.control.stop();
    await ended;
    expect(source.acks.slice(0, 2)).toEqual([{ at: 1 }, { at: 2 }]);
  });

  it('waits for every branch of the graph', async () => {
    const source = sourceOf([batchOf(1)], { stays: true });
    const task = new TestTask(sourcePlan([produce('t'), produce('u')]), { source });
    const gate = Promise.withResolvers<void>();
    task.bus.onSend = (topic) => (topic === 'u' ? gate.promise : undefined);
    const ended = task.run();
    await until(() => task.bus.stored('t').length === 3);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(task.commits).toEqual([]);
    gate.resolve();
    await until(() => task.commits.length > 0);
    task.control.stop();
    await ended;
  });

  it('passes the rest of a batch on when it is stopped in the middle of it, however slow its rate', async () => {
    const records = Array.from({ length: 50 }, (_, n) => record(`k${n}`, { n }));
    const source = sourceOf([{ records, position: { at: 1 } }], { stays: true });
    const task = new TestTask({ ...(sourcePlan() as SourcePlan), ratePerSecond: 20 }, { source });
    const ended = task.run();
    await until(() => task.bus.stored('t').length > 0);
    task.control.stop();
    expect(await ended).toBe('stopped');
    expect([task.bus.stored('t').length, task.stored]).toEqual([50, { kind: 'source', position: { at: 1 } }]);
  });

  it('keeps the position before a batch the bus refuses for good', async () => {
    const task = new TestTask(sourcePlan(), { source: sourceOf([batchOf(1), batchOf(2)], { stays: true }) });
    let sends = 0;
    task.bus.onSend = () => {
      if (++sends === 2) throw error('bus.full');
    };
    expect((await rejection(task.run())).code).toBe('bus.full');
    expect(task.stored).toEqual({ kind: 'source', position: { at: 1 } });
  });

  it('stores that a source has ended after everything it read', async () => {
    const source = sourceOf([batchOf(1), batchOf(2)]);
    const task = new TestTask(sourcePlan(), { source });
    expect(await task.run()).toBe('ended');
    expect(task.stored).toEqual({ kind: 'source', position: { at: 2 }, ended: true });
    expect(source.commits.at(-1)).toEqual({ at: 2 });
    expect(source.closed).toBe(1);
  });
});
