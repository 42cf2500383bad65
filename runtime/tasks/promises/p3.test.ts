import { describe, expect, it } from 'vitest';
import {
  batchOf,
  memorySink,
  message,
  rejection,
  sinkPlan,
  sourceOf,
  sourcePlan,
  TestTask,
  until,
} from '../test-support/testTask.ts';

const isAtOrAfter = (next: { at?: unknown }, current: { at?: unknown }) => Number(next.at) >= Number(current.at);

describe('P3: a position never steps back', () => {
  it('refuses a position the source itself says lies before the last', async () => {
    const source = Object.assign(sourceOf([batchOf(5), batchOf(3)]), { isAtOrAfter });
    const task = new TestTask(sourcePlan(), { source });
    expect((await rejection(task.run())).code).toBe('task.position_stepped_back');
    expect(task.commits).toEqual([{ kind: 'source', position: { at: 5 } }]);
    expect(task.bus.stored('t').length).toBe(3);
  });

  it('refuses a first position before the stored one', async () => {
    const source = Object.assign(sourceOf([batchOf(3)]), { isAtOrAfter });
    const task = new TestTask(sourcePlan(), { source }, { progress: { kind: 'source', position: { at: 5 } } });
    expect((await rejection(task.run())).code).toBe('task.position_stepped_back');
    expect([source.opened, task.commits]).toEqual([{ at: 5 }, []]);
  });

  it('stores positions in the order they were read, however acknowledgements come', async () => {
    const gates = [1, 2, 3].map(() => Promise.withResolvers<void>());
    const task = new TestTask(sourcePlan(), {
      source: sourceOf([batchOf(1), batchOf(2), batchOf(3)], { stays: true }),
    });
    let sends = 0;
    task.bus.onSend = () => gates[sends++]?.promise;
    const ended = task.run();
    await until(() => sends === 3);
    for (const gate of [...gates].reverse()) {
      gate.resolve();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await until(() => task.commits.length > 0);
    task.control.stop();
    await ended;
    const positions = task.commits.map((each) => (each.kind === 'source' ? Number(each.position?.['at']) : -1));
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    expect(positions.at(-1)).toBe(3);
  });

  it('refuses a stored offset beyond the end of its queue instead of starting over', async () => {
    const task = new TestTask(
      sinkPlan(),
      { sink: memorySink() },
      { progress: { kind: 'sink', offsets: { 't/0': 9 }, state: null } },
    );
    await task.bus.ensureTopic({ name: 't', queues: 1 });
    task.bus.append('t', 0, [message('k', { n: 1 })]);
    expect((await rejection(task.run())).code).toBe('task.position_stepped_back');
    expect(task.commits).toEqual([]);
  });
});
