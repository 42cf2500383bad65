import { describe, expect, it } from 'vitest';
import {
  error,
  memorySink,
  message,
  relayPlan,
  rejection,
  sinkPlan,
  TestTask,
  topic,
  until,
} from '../test-support/testTask.ts';

async function filled(task: TestTask, count: number, queues = 1): Promise<void> {
  await task.bus.ensureTopic({ name: 't', queues });
  for (let n = 0; n < count; n++) task.bus.append('t', n % queues, [message(`k${n}`, { n })]);
}

describe('P2: a bus position is stored only after the sink has everything up to it', () => {
  it('stores no offset while the flush is not done', async () => {
    const sink = memorySink();
    const gate = Promise.withResolvers<void>();
    const flush = sink.flush;
    const task = new TestTask(sinkPlan(), {
      sink: {
        ...sink,
        flush: async () => {
          await gate.promise;
          return flush();
        },
      },
    });
    await filled(task, 5);
    const ended = task.run();
    await until(() => sink.written.length === 5);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(task.commits).toEqual([]);
    gate.resolve();
    await until(() => task.commits.length > 0);
    task.control.stop();
    expect(await ended).toBe('stopped');
    expect(task.stored).toEqual({ kind: 'sink', offsets: { 't/0': 5 }, state: { flushes: 1 } });
  });

  it('stores nothing when the flush fails, and leaves the rest to a new attempt', async () => {
    const sink = {
      ...memorySink(),
      flush: async () => {
        throw error('disk.full', { retryable: true });
      },
    };
    const task = new TestTask(sinkPlan(), { sink });
    await filled(task, 5);
    expect(await rejection(task.run())).toMatchObject({ code: 'disk.full', retryable: true });
    expect([task.commits, sink.closed]).toEqual([[], ['failed']]);
  });

  it('stores an offset only when all records of its message are written', async () => {
    const sink = memorySink(async (records) => {
      if (records.some((each) => each.after?.['n'] === 7)) throw error('row.bad');
    });
    const plan = sinkPlan(undefined, { converter: { type: 'lines', config: {} } });
    const task = new TestTask(plan, { sink });
    await task.bus.ensureTopic({ name: 't', queues: 1 });
    const body = (ns: number[]) =>
      Buffer.from(ns.map((n) => JSON.stringify({ key: `k${n}`, after: { n }, timestampMs: 0 })).join('\n'));
    task.bus.append(
      't',
      0,
      [
        [1, 2, 3],
        [4, 5, 6],
        [6, 7, 8],
      ].map((ns) => ({ key: null, body: body(ns), timestampMs: 0 })),
    );
    expect((await rejection(task.run())).code).toBe('row.bad');
    // 6 of the third message is written and flushed, and still its offset is not passed.
    expect([sink.stored, task.stored]).toEqual([
      [1, 2, 3, 4, 5, 6, 6],
      { kind: 'sink', offsets: { 't/0': 2 }, state: { flushes: 1 } },
    ]);
  });

  it('releases messages on the bus only up to stored offsets', async () => {
    const task = new TestTask(
      sinkPlan(),
      { sink: memorySink() },
      { topics: [topic('t', 1, { whenReleased: true }, true)] },
    );
    await filled(task, 4);
    let releasedAtCommit: readonly string[] = ['never'];
    task.onCommit = () => void (releasedAtCommit = [...task.bus.released]);
    const ended = task.run();
    await until(() => task.bus.released.length > 0);
    task.control.stop();
    await ended;
    expect([releasedAtCommit, task.bus.released]).toEqual([[], ['test/out t/0 4']]);
  });

  it('holds for relays: no offset before the other topic has the messages', async () => {
    const task = new TestTask(relayPlan(), {});
    await filled(task, 3);
    const gate = Promise.withResolvers<void>();
    task.bus.onSend = () => gate.promise;
    const ended = task.run();
    await until(() => task.figures.recordsIn === 3);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(task.commits).toEqual([]);
    gate.resolve();
    await until(() => task.commits.length > 0);
    task.control.stop();
    await ended;
    expect(task.stored).toEqual({ kind: 'sink', offsets: { 't/0': 3 }, state: null });
    expect(task.bus.stored('u').length).toBe(3);
  });
});
