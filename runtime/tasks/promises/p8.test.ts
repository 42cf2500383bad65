import { describe, expect, it } from 'vitest';
import {
  batchOf,
  memorySink,
  message,
  sinkPlan,
  sourceOf,
  sourcePlan,
  TestTask,
  until,
} from '../test-support/testTask.ts';

const settle = () => new Promise((resolve) => setTimeout(resolve, 40));

describe('P8: memory is bounded whatever the backlog', () => {
  it('reads no further ahead than the bus takes, counted in records', async () => {
    const source = sourceOf(
      Array.from({ length: 100 }, (_, at) => batchOf(at, 10)),
      { stays: true },
    );
    const task = new TestTask(sourcePlan(), { source }, { limits: { maxInFlightRecords: 50 } });
    const gate = Promise.withResolvers<void>();
    task.bus.onSend = () => gate.promise;
    const ended = task.run();
    await until(() => source.reads >= 5);
    await settle();
    expect(source.reads).toBe(5);
    gate.resolve();
    await until(() => task.bus.stored('t').length === 1000);
    task.control.stop();
    await ended;
  });

  it('counts bytes as well', async () => {
    const source = sourceOf(
      Array.from({ length: 100 }, (_, at) => batchOf(at, 10)),
      { stays: true },
    );
    const task = new TestTask(sourcePlan(), { source }, { limits: { maxInFlightBytes: 4000 } });
    const gate = Promise.withResolvers<void>();
    task.bus.onSend = () => gate.promise;
    const ended = task.run();
    await until(() => source.reads >= 1);
    await settle();
    expect(source.reads).toBeLessThan(6);
    gate.resolve();
    await until(() => task.bus.stored('t').length === 1000);
    task.control.stop();
    await ended;
  });

  it('reads one batch ahead of a sink that is stuck, and no more', async () => {
    const gate = Promise.withResolvers<void>();
    const sink = memorySink(() => gate.promise);
    const task = new TestTask(sinkPlan(), { sink }, { limits: { maxInFlightRecords: 40 } });
    await task.bus.ensureTopic({ name: 't', queues: 1 });
    for (let n = 0; n < 1000; n++) task.bus.append('t', 0, [message('k', { n })]);
    let read = 0;
    const reader = task.bus.reader.bind(task.bus);
    task.bus.reader = async (...at) => {
      const opened = await reader(...at);
      return {
        ...opened,
        read: async (...how) => {
          const got = await opened.read(...how);
          read += got.messages.length;
          return got;
        },
      };
    };
    const ended = task.run();
    await until(() => read >= 20);
    await settle();
    expect(read).toBe(20);
    gate.resolve();
    await until(() => sink.written.length === 1000);
    task.control.stop();
    await ended;
  });

  it('flushes a sink before it holds more than the bound, however rarely it is asked to', async () => {
    const sink = memorySink();
    const task = new TestTask(
      sinkPlan(),
      { sink },
      { limits: { maxInFlightRecords: 100, commitIntervalMs: 3_600_000 } },
    );
    await task.bus.ensureTopic({ name: 't', queues: 1 });
    for (let n = 0; n < 1000; n++) task.bus.append('t', 0, [message('k', { n })]);
    const ended = task.run();
    await until(() => sink.written.length === 1000);
    expect(sink.flushes).toBeGreaterThanOrEqual(9);
    task.control.stop();
    await ended;
  });

  it('gives timers and messages their turn while nothing passes the filter', async () => {
    const source = sourceOf([], {});
    let reads = 0;
    const busy = {
      ...source,
      read: async () => {
        reads += 1;
        return { records: [], position: { at: reads } };
      },
    };
    const task = new TestTask(sourcePlan(), { source: busy });
    setTimeout(() => task.control.stop(), 50);
    expect(await task.run()).toBe('stopped');
    expect(reads).toBeGreaterThan(10);
  });
});
