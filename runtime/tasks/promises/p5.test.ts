import { describe, expect, it } from 'vitest';
import type { GantryRecord, SourceBatch } from '@gantry/sdk';
import {
  error,
  memorySink,
  message,
  produce,
  record,
  sinkPlan,
  sourceOf,
  sourcePlan,
  STOP,
  TestTask,
  topic,
  until,
} from '../test-support/testTask.ts';

function changes(batches: number, keys: number): SourceBatch[] {
  let n = 0;
  return Array.from({ length: batches }, (_, at) => ({
    records: Array.from({ length: 20 }, () => record(`k${n % keys}`, { n: n++ })),
    position: { at },
  }));
}

/** The `n` of each key's records as they lie on the bus, queue by queue. */
function byKey(task: TestTask, queues: number): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (let queue = 0; queue < queues; queue++) {
    for (const stored of task.bus.stored('t', queue)) {
      const each = JSON.parse(String(Buffer.from(stored.body as Uint8Array))) as GantryRecord;
      const key = each.key as string;
      found.set(key, [...(found.get(key) ?? []), Number(each.after?.['n'])]);
    }
  }
  return found;
}

/** A repeat may come again later; what counts is that the last value of a key is its last, and nothing first seen comes after a later one. */
function firstSeen(values: readonly number[]): number[] {
  return [...new Set(values)];
}

describe("P5: records with the same key keep the source's order", () => {
  it('puts all records of a key into one queue, in order', async () => {
    const task = new TestTask(sourcePlan(), { source: sourceOf(changes(10, 7)) }, { topics: [topic('t', 4)] });
    await task.run();
    for (const values of byKey(task, 4).values()) expect(values).toEqual([...values].sort((a, b) => a - b));
    const used = [0, 1, 2, 3].filter((queue) => task.bus.stored('t', queue).length > 0);
    expect(used.length).toBeGreaterThan(1);
  });

  it('sends again what had overtaken a failed send, so that the last state of a key stays last', async () => {
    const task = new TestTask(sourcePlan(), { source: sourceOf(changes(4, 3)) });
    let sends = 0;
    const failing = Promise.withResolvers<void>();
    // The second send fails, and only after the third and fourth got through.
    task.bus.onSend = () => {
      sends += 1;
      if (sends === 2) return failing.promise;
      if (sends === 4) setTimeout(() => failing.reject(error('bus.flaky', { retryable: true })), 5);
      return undefined;
    };
    expect(await task.run()).toBe('ended');
    for (const values of byKey(task, 1).values()) {
      expect(new Set(values).size).toBeGreaterThanOrEqual(26);
      expect(values.at(-1)).toBe(Math.max(...values));
    }
    expect(task.stored).toMatchObject({ position: { at: 3 }, ended: true });
  });

  it('holds back what comes after a failed send until that is repaired', async () => {
    const errors = { ...STOP, backoffMs: 80, maxBackoffMs: 80 };
    const source = sourceOf(changes(4, 3));
    const task = new TestTask(sourcePlan([produce('t', errors)]), { source });
    let sends = 0;
    task.bus.onSend = async () => {
      if (++sends === 1) throw error('bus.flaky', { retryable: true });
    };
    const ended = task.run();
    await until(() => source.reads === 5);
    expect(task.bus.stored('t')).toEqual([]);
    await ended;
    const values = task.bus
      .stored('t')
      .map((stored) => JSON.parse(String(Buffer.from(stored.body as Uint8Array))).after.n);
    expect(values).toEqual(Array.from({ length: 80 }, (_, n) => n));
  });

  it('writes a retried record before the later ones of its key again', async () => {
    let isFirst = true;
    const sink = memorySink(async (records) => {
      if (!isFirst) return undefined;
      isFirst = false;
      return [
        {
          index: records.findIndex((each) => each.after?.['n'] === 1),
          error: error('row.locked', { retryable: true }),
        },
      ];
    });
    const task = new TestTask(sinkPlan(STOP), { sink });
    await task.bus.ensureTopic({ name: 't', queues: 1 });
    task.bus.append('t', 0, [
      message('a', { n: 1 }),
      message('b', { n: 2 }),
      message('a', { n: 3 }),
      message('b', { n: 4 }),
    ]);
    const ended = task.run();
    await until(() => task.commits.length > 0);
    task.control.stop();
    await ended;
    expect(sink.stored).toEqual([2, 3, 4, 1, 3]);
  });

  it('keeps the order of a queue while it serves several in turn', async () => {
    const sink = memorySink();
    const task = new TestTask(sinkPlan(), { sink }, { topics: [topic('t', 3)], limits: { maxInFlightRecords: 24 } });
    await task.bus.ensureTopic({ name: 't', queues: 3 });
    for (let n = 0; n < 90; n++) task.bus.append('t', n % 3, [message(`q${n % 3}`, { n })]);
    const ended = task.run();
    task.control.finish();
    expect(await ended).toBe('ended');
    for (const queue of [0, 1, 2]) {
      const values = sink.stored.map(Number).filter((n) => n % 3 === queue);
      expect(firstSeen(values)).toEqual([...values].sort((a, b) => a - b));
      expect(values.length).toBe(30);
    }
    // Fair: the third queue had its turn long before the first was done.
    expect(sink.stored.findIndex((n) => Number(n) % 3 === 2)).toBeLessThan(30);
  });
});
