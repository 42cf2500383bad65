import { describe, expect, it } from 'vitest';
import {
  batchOf,
  error,
  memorySink,
  message,
  rejection,
  sinkPlan,
  sourceOf,
  sourcePlan,
  TestTask,
} from '../test-support/testTask.ts';

describe('P4: a stale owner stops at once', () => {
  it('writes nothing more to the sink once its commit was refused', async () => {
    const sink = memorySink();
    const task = new TestTask(sinkPlan(), { sink }, { limits: { maxInFlightRecords: 4 } });
    await task.bus.ensureTopic({ name: 't', queues: 1 });
    for (let n = 0; n < 50; n++) task.bus.append('t', 0, [message('k', { n })]);
    let writtenAtCommit = 0;
    task.onCommit = () => {
      writtenAtCommit = sink.written.length;
      throw error('cluster.stale_owner');
    };
    expect((await rejection(task.run())).code).toBe('cluster.stale_owner');
    expect(sink.written.length).toBe(writtenAtCommit);
    expect(sink.written.length).toBeLessThan(50);
    expect([sink.flushes, sink.closed, task.bus.released]).toEqual([1, ['failed'], []]);
  });

  it('reads and sends nothing more once its commit was refused, and asks for no other', async () => {
    const source = sourceOf([batchOf(1)], { stays: true });
    const task = new TestTask(sourcePlan(), { source });
    let commits = 0;
    task.onCommit = () => {
      commits += 1;
      throw error('cluster.stale_owner');
    };
    expect((await rejection(task.run())).code).toBe('cluster.stale_owner');
    expect([commits, task.bus.stored('t').length, source.closed]).toEqual([1, 3, 1]);
  });
});
