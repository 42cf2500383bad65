import type { Json } from '@gantry/sdk';
import { describe, expect, it } from 'vitest';
import {
  batchOf,
  memorySink,
  message,
  relayPlan,
  sinkPlan,
  sourceOf,
  sourcePlan,
  STOP,
  TestTask,
  topic,
  transform,
  until,
} from './test-support/testTask.ts';

async function withMessages(task: TestTask, count: number, queues = 1): Promise<TestTask> {
  await task.bus.ensureTopic({ name: 't', queues });
  for (let n = 0; n < count; n++) task.bus.append('t', n % queues, [message(`k${n}`, { n })]);
  return task;
}

describe('the sink loop', () => {
  it('works off what is there when it is to finish, and closes the sink for good', async () => {
    const sink = memorySink();
    const task = await withMessages(new TestTask(sinkPlan(), { sink }), 30);
    const ended = task.run();
    task.control.finish();
    expect(await ended).toBe('ended');
    expect([sink.stored.length, sink.closed]).toEqual([30, ['ended']]);
    expect(task.stored).toMatchObject({ offsets: { 't/0': 30 } });
  });

  it('stores the state the sink ends with', async () => {
    const sink = { ...memorySink(), close: async () => ({ parts: 1 }) };
    const task = await withMessages(new TestTask(sinkPlan(), { sink }), 1);
    const ended = task.run();
    task.control.finish();
    await ended;
    expect(task.stored).toEqual({ kind: 'sink', offsets: { 't/0': 1 }, state: { parts: 1 } });
  });

  it('gives the sink its state back and goes on after the stored offset', async () => {
    const sink = memorySink();
    const progress = { kind: 'sink', offsets: { 't/0': 7, 't/9': 3 }, state: { length: 5 } } as const;
    const task = await withMessages(new TestTask(sinkPlan(), { sink }, { progress }), 10);
    const ended = task.run();
    task.control.finish();
    await ended;
    expect([sink.opened, sink.stored]).toEqual([{ length: 5 }, [7, 8, 9]]);
  });

  it('starts at the latest message where told so, and from there again after dying before the first', async () => {
    const plan = sinkPlan(STOP, {}, { start: 'latest' });
    const first = await withMessages(new TestTask(plan, { sink: memorySink() }), 5);
    const stopped = first.run();
    await until(() => first.commits.length > 0);
    first.control.stop();
    await stopped;
    first.bus.append('t', 0, [message('k', { n: 99 })]);
    const sink = memorySink();
    const second = new TestTask(plan, { sink }, { bus: first.bus, progress: first.stored ?? null });
    const ended = second.run();
    second.control.finish();
    await ended;
    expect(sink.stored).toEqual([99]);
  });

  it('reads the queues of its share only', async () => {
    const sink = memorySink();
    const options = { topics: [topic('t', 5)], index: 1, count: 2 };
    const task = await withMessages(new TestTask(sinkPlan(), { sink }, options), 50, 5);
    const ended = task.run();
    task.control.finish();
    await ended;
    expect([...new Set(sink.stored.map((n) => Number(n) % 5))].sort((a, b) => a - b)).toEqual([1, 3]);
  });

  it('keeps to the smaller offset of two inputs that read one topic', async () => {
    const plan = sinkPlan();
    if (plan.kind !== 'sink') throw new Error('not a sink');
    const [input] = plan.inputs;
    if (input === undefined) throw new Error('no input');
    const gate = Promise.withResolvers<void>();
    let writes = 0;
    const sink = memorySink(async () => {
      if (++writes === 2) await gate.promise;
    });
    const task = await withMessages(new TestTask({ ...plan, inputs: [input, input] }, { sink }), 5);
    const ended = task.run();
    await until(() => writes === 2);
    expect(task.commits.filter((each) => each.kind === 'sink' && each.offsets['t/0'] === 5)).toEqual([]);
    gate.resolve();
    task.control.finish();
    await ended;
    expect(task.stored).toMatchObject({ offsets: { 't/0': 5 } });
  });

  it('writes no faster than its rate', async () => {
    const sink = memorySink();
    const task = await withMessages(new TestTask(sinkPlan(STOP, {}, { ratePerSecond: 200 }), { sink }), 40);
    const startedMs = Date.now();
    const ended = task.run();
    task.control.finish();
    await ended;
    expect(Date.now() - startedMs).toBeGreaterThanOrEqual(95);
    expect(sink.stored.length).toBe(40);
  });

  it('asks an idle sink again and again, and stores only a state that changed', async () => {
    const sink = memorySink();
    const states: Json[] = [null, null, { named: 1 }, { named: 1 }, { named: 2 }];
    let flushes = 0;
    const flush = async (): Promise<Json> => states[Math.min(flushes++, states.length - 1)] as Json;
    const task = await withMessages(new TestTask(sinkPlan(), { sink: { ...sink, flush } }), 0);
    const ended = task.run();
    await until(() => flushes > 10);
    expect(task.commits).toEqual([
      { kind: 'sink', offsets: { 't/0': 0 }, state: { named: 1 } },
      { kind: 'sink', offsets: { 't/0': 0 }, state: { named: 2 } },
    ]);
    task.control.stop();
    await ended;
  });

  it('says when it is idle and how far it lags', async () => {
    const gate = Promise.withResolvers<void>();
    const task = await withMessages(new TestTask(sinkPlan(), { sink: memorySink(() => gate.promise) }), 8);
    const ended = task.run();
    await until(() => task.figures.lag === 8);
    expect(task.figures.idle).toBe(false);
    gate.resolve();
    await until(() => task.figures.idle);
    expect([task.figures.lag, task.figures.edge('t->out')]).toEqual([0, { records: 8, lag: 0 }]);
    task.control.stop();
    await ended;
  });
});

describe('the source loop', () => {
  it('gives every branch the same records, and counts each edge', async () => {
    const copy = {
      apply: (records: readonly never[], out: { emit(each: never): void }) => records.forEach((each) => out.emit(each)),
    };
    const plan = sourcePlan([
      transform('copy', [{ ...transform('copy2', []), edge: 'copy->copy2' }]),
      transform('copy3', []),
    ]);
    const task = new TestTask(plan, {
      source: sourceOf([batchOf(1)]),
      transforms: { copy, copy2: copy, copy3: copy } as never,
    });
    expect(await task.run()).toBe('ended');
    expect(task.figures.report().edges).toEqual({
      'in->copy': { records: 3 },
      'copy->copy2': { records: 3 },
      'in->copy3': { records: 3 },
    });
  });

  it('leaves the edge into a topic only the sink reads to be counted by the sink', async () => {
    const task = new TestTask(sourcePlan(), { source: sourceOf([batchOf(1)]) }, { topics: [topic('t', 1, {}, true)] });
    await task.run();
    expect(task.figures.report()).toMatchObject({ recordsOut: 3, edges: {}, steps: {} });
  });

  it('is idle while it waits for data with nothing under way', async () => {
    const task = new TestTask(sourcePlan(), { source: sourceOf([batchOf(1)], { stays: true }) });
    const ended = task.run();
    await until(() => task.figures.idle);
    expect(task.stored).toMatchObject({ position: { at: 1 } });
    task.control.stop();
    expect(await ended).toBe('stopped');
  });

  it.each([
    [{ records: 4, bytes: 900 }, { lag: 4 }],
    [
      { bytes: 900, ms: 20 },
      { lag: 900, lagUnit: 'bytes' },
    ],
    [{ ms: 20 }, { lag: 20, lagUnit: 'ms' }],
  ] as const)('tells the lag %j of the source in its unit', async (lag, told) => {
    const task = new TestTask(sourcePlan(), { source: sourceOf([{ ...batchOf(1), lag }]) });
    await task.run();
    const { lag: found, lagUnit } = task.figures.report();
    expect({ lag: found, lagUnit }).toEqual({ lagUnit: undefined, ...told });
  });

  it('fails when the source cannot take its acknowledgement, instead of going on without', async () => {
    const source = Object.assign(sourceOf([batchOf(1)], { stays: true }), {
      acknowledged: () => {
        throw new Error('the caller hung up');
      },
    });
    await expect(new TestTask(sourcePlan(), { source }).run()).rejects.toThrow('the caller hung up');
  });
});

describe('the relay loop', () => {
  it('works off what is there when it is to finish', async () => {
    const task = await withMessages(new TestTask(relayPlan(), {}), 20);
    const ended = task.run();
    task.control.finish();
    expect(await ended).toBe('ended');
    expect([task.bus.stored('u').length, task.stored]).toEqual([
      20,
      { kind: 'sink', offsets: { 't/0': 20 }, state: null },
    ]);
  });
});
