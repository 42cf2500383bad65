import { describe, expect, it } from 'vitest';
import type { StoredMessage, Transform } from '@gantry/sdk';
import {
  batchOf,
  DEAD_LETTER,
  error,
  memorySink,
  message,
  produce,
  record,
  rejection,
  sinkPlan,
  SKIP,
  sourceOf,
  sourcePlan,
  STOP,
  TestTask,
  transform,
  until,
} from '../test-support/testTask.ts';

const text = (message_: StoredMessage | undefined) => String(Buffer.from(message_?.body ?? []));

async function drained(task: TestTask): Promise<void> {
  const ended = task.run();
  task.control.finish();
  expect(await ended).toBe('ended');
}

async function withMessages(
  task: TestTask,
  messages: readonly Parameters<TestTask['bus']['append']>[2][number][],
): Promise<TestTask> {
  await task.bus.ensureTopic({ name: 't', queues: 1 });
  task.bus.append('t', 0, messages);
  return task;
}

const broken = {
  records: [record('a', { n: 1 }), record('b', { n: 2 })],
  position: { at: 9 },
  failures: [
    { at: 1, original: Buffer.from('{oops'), error: error('files.line_malformed'), positionBefore: { at: 4 } },
  ],
};

describe('P6: a record that cannot be processed goes where the policy says', () => {
  it('stop: delivers everything before an unreadable line and stands just before it', async () => {
    const task = new TestTask(sourcePlan(), { source: sourceOf([broken]) });
    expect(await rejection(task.run())).toMatchObject({ code: 'files.line_malformed', retryable: false });
    expect([task.bus.stored('t').length, task.stored]).toEqual([1, { kind: 'source', position: { at: 4 } }]);
  });

  it('skip: goes on, counts it and leaves an audit line with its place', async () => {
    const task = new TestTask(sourcePlan([produce()], SKIP), { source: sourceOf([broken]) });
    expect(await task.run()).toBe('ended');
    expect(task.bus.stored('t').length).toBe(2);
    expect(task.figures).toMatchObject({ skipped: 1, errors: 1, deadLettered: 0 });
    expect(task.lines.find((line) => line.fields?.['audit'] === true)?.fields).toMatchObject({
      node: 'in',
      stage: 'read',
      code: 'files.line_malformed',
      count: 1,
      position: { at: 4 },
    });
  });

  it('dead-letter: keeps the original bytes, the position and the cause, durable before the position moves', async () => {
    const task = new TestTask(sourcePlan([produce()], DEAD_LETTER), { source: sourceOf([broken]) });
    const gate = Promise.withResolvers<void>();
    task.bus.onSend = (to) => (to === 'dead' ? gate.promise : undefined);
    const ended = task.run();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(task.commits).toEqual([]);
    gate.resolve();
    expect(await ended).toBe('ended');
    const [letter] = task.bus.stored('dead');
    expect(text(letter)).toBe('{oops');
    expect(letter?.properties).toMatchObject({
      'dead-letter-pipeline': 'test',
      'dead-letter-node': 'in',
      'dead-letter-task': 'test/in/task-0',
      'dead-letter-stage': 'read',
      'dead-letter-code': 'files.line_malformed',
      'dead-letter-message': 'files.line_malformed happened',
      'dead-letter-position': '{"at":4}',
      'dead-letter-content-type': 'application/octet-stream',
    });
    expect(task.figures.deadLettered).toBe(1);
  });

  it('keeps a record a transform fails on in the batch format, and passes the others on in order', async () => {
    const odd = transform('odd', [produce('t', DEAD_LETTER)], DEAD_LETTER);
    const task = new TestTask(sourcePlan([odd], DEAD_LETTER), {
      source: sourceOf([batchOf(1, 4)]),
      transforms: {
        odd: {
          apply: (records, out) =>
            records.forEach((each) =>
              Number(each.after?.['n']) % 2 === 1 ? out.fail(each, error('odd.no')) : out.emit(each),
            ),
        },
      },
    });
    expect(await task.run()).toBe('ended');
    expect(
      task.bus
        .stored('dead')
        .map((letter) => [
          letter.key,
          letter.properties?.['dead-letter-stage'],
          letter.properties?.['dead-letter-content-type'],
        ]),
    ).toEqual([
      ['k1', 'transform', 'gantry/batch'],
      ['k3', 'transform', 'gantry/batch'],
    ]);
    expect(task.bus.stored('t').map((stored) => stored.key)).toEqual(['k0', 'k2']);
    expect(task.figures.step('odd')).toEqual({ records: 4, errors: 2, skipped: 0, deadLettered: 2 });
  });

  it('says where the record came from that a transform fails on: in the error, the audit line and the dead letter', async () => {
    const source = { connector: 'files', table: 'a.csv', at: 'a.csv:3' };
    const picky = {
      apply: (records: readonly ReturnType<typeof record>[], out: Parameters<Transform['apply']>[1]) =>
        records.forEach((each) => out.fail(each, error('picky.no'))),
    };
    for (const [policy, ends] of [
      [STOP, 'picky.no happened (at picky, a.csv:3)'],
      [DEAD_LETTER, 'put 1 record into the dead letters of dead: picky.no happened (at picky, a.csv:3)'],
    ] as const) {
      const task = new TestTask(sourcePlan([transform('picky', [produce('t', policy)], policy)], policy), {
        source: sourceOf([{ records: [{ ...record('a'), source }], position: { at: 1 } }]),
        transforms: { picky },
      });
      const failure = policy === STOP ? (await rejection(task.run())).message : undefined;
      if (failure === undefined) await task.run();
      expect(failure ?? task.lines.find((line) => line.fields?.['audit'] === true)?.message).toBe(ends);
      expect(task.bus.stored('dead').map((letter) => letter.properties?.['dead-letter-at'])).toEqual(
        policy === STOP ? [] : ['a.csv:3'],
      );
    }
  });

  it('tries a retryable transform failure again, and its results keep their place', async () => {
    let tries = 0;
    const flaky = {
      apply: (records: readonly ReturnType<typeof record>[], out: Parameters<Transform['apply']>[1]) => {
        for (const each of records) {
          if (each.key === 'k1' && ++tries < 3) out.fail(each, error('flaky.no', { retryable: true }));
          else out.emit(each);
        }
      },
    };
    const task = new TestTask(sourcePlan([transform('flaky', [produce()])]), {
      source: sourceOf([batchOf(0)]),
      transforms: { flaky },
    });
    expect(await task.run()).toBe('ended');
    expect(task.bus.stored('t').map((stored) => stored.key)).toEqual(['k0', 'k1', 'k2']);
  });

  it('dead-letters what cannot be encoded', async () => {
    const task = new TestTask(sourcePlan([produce('t', SKIP)]), {
      source: sourceOf([{ records: [record('a'), record('b', { bad: true }), record('c')], position: { at: 1 } }]),
    });
    expect(await task.run()).toBe('ended');
    expect(task.bus.stored('t').map((stored) => stored.key)).toEqual(['a', 'c']);
    expect(task.figures.step('t').skipped).toBe(1);
  });

  it('takes the message as it was when it cannot be decoded', async () => {
    const bad = { key: 'x', body: Buffer.from('bad'), properties: { trace: '7' }, timestampMs: 5 };
    const sink = memorySink();
    const task = await withMessages(new TestTask(sinkPlan(DEAD_LETTER), { sink }), [
      message('a', { n: 1 }),
      bad,
      message('c', { n: 3 }),
    ]);
    await drained(task);
    const [letter] = task.bus.stored('dead');
    expect([letter?.key, text(letter), letter?.timestampMs]).toEqual(['x', 'bad', 5]);
    expect(letter?.properties).toMatchObject({
      trace: '7',
      'dead-letter-stage': 'decode',
      'dead-letter-position': '{"topic":"t","queue":0,"offset":1}',
    });
    expect(sink.stored).toEqual([1, 3]);
  });

  it('stops just before a message that cannot be decoded', async () => {
    const sink = memorySink();
    const messages = [
      message('a', { n: 1 }),
      { key: null, body: Buffer.from('bad'), timestampMs: 0 },
      message('c', { n: 3 }),
    ];
    const task = await withMessages(new TestTask(sinkPlan(STOP), { sink }), messages);
    expect((await rejection(task.run())).code).toBe('test.bad_message');
    expect([sink.stored, task.stored]).toMatchObject([[1], { offsets: { 't/0': 1 } }]);
  });

  it('narrows a refused batch down to the record at fault and stores all others', async () => {
    const sink = memorySink(async (records) => {
      if (records.some((each) => each.after?.['n'] === 5)) throw error('row.too_long');
    });
    const task = await withMessages(
      new TestTask(sinkPlan(DEAD_LETTER), { sink }),
      Array.from({ length: 8 }, (_, n) => message(`k${n}`, { n })),
    );
    await drained(task);
    expect(sink.stored).toEqual([0, 1, 2, 3, 4, 6, 7]);
    expect(
      task.bus
        .stored('dead')
        .map((letter) => [
          letter.key,
          letter.properties?.['dead-letter-code'],
          letter.properties?.['dead-letter-position'],
        ]),
    ).toEqual([['k5', 'row.too_long', '{"topic":"t","queue":0,"offset":5}']]);
  });

  it('keeps one record of a message of many, as a message of its own', async () => {
    const sink = memorySink(async (records) =>
      records.flatMap((each, index) => (each.after?.['n'] === 2 ? [{ index, error: error('row.bad') }] : [])),
    );
    const plan = sinkPlan(DEAD_LETTER, { converter: { type: 'lines', config: {} } });
    const body = [1, 2, 3].map((n) => JSON.stringify({ key: `k${n}`, after: { n }, timestampMs: 0 })).join('\n');
    const task = await withMessages(new TestTask(plan, { sink }), [
      { key: null, body: Buffer.from(body), timestampMs: 0 },
    ]);
    await drained(task);
    expect(task.bus.stored('dead').map(text)).toEqual([JSON.stringify({ key: 'k2', after: { n: 2 }, timestampMs: 0 })]);
    expect(sink.stored).toEqual([1, 3]);
  });

  it('finds the message of a record that a transform made', async () => {
    const sink = memorySink(async (records) =>
      records.flatMap((each, index) => (each.after?.['n'] === 20 ? [{ index, error: error('row.bad') }] : [])),
    );
    const tenfold = {
      apply: (records: readonly ReturnType<typeof record>[], out: Parameters<Transform['apply']>[1]) => {
        for (const each of records)
          if (each.key !== 'k1') out.emit({ ...each, after: { n: Number(each.after?.['n']) * 10 } });
      },
    };
    const steps = [transform('tenfold', [{ kind: 'write', node: 'out', edge: 'tenfold->out' }])];
    const task = await withMessages(
      new TestTask(sinkPlan(DEAD_LETTER, { steps }), { sink, transforms: { tenfold } }),
      [0, 1, 2, 3].map((n) => message(`k${n}`, { n })),
    );
    await drained(task);
    expect(
      task.bus
        .stored('dead')
        .map((letter) => [letter.properties?.['dead-letter-position'], JSON.parse(text(letter)).after]),
    ).toEqual([['{"topic":"t","queue":0,"offset":2}', { n: 2 }]]);
  });

  it('retries as often as the plan says, at least as late as was asked, then lets the policy decide', async () => {
    let tries = 0;
    const sink = memorySink(async () => {
      tries += 1;
      throw error('db.down', { retryable: true, retryAfterMs: 4 });
    });
    const task = await withMessages(new TestTask(sinkPlan(SKIP), { sink }), [message('a', { n: 1 })]);
    await drained(task);
    expect([tries, task.figures.skipped, task.retries.map((pause) => pause.attempt)]).toEqual([4, 1, [1, 2, 3]]);
  });

  it('refuses a record routed to a topic the pipeline does not write to', async () => {
    const task = new TestTask(sourcePlan([produce('t', SKIP, ['other'])]), {
      source: sourceOf([
        {
          records: [
            record('a'),
            { ...record('b'), route: { topic: 'other' } },
            { ...record('c'), route: { topic: 'typo' } },
          ],
          position: { at: 1 },
        },
      ]),
    });
    expect(await task.run()).toBe('ended');
    expect([task.bus.stored('t').length, task.bus.stored('other').length, task.figures.skipped]).toEqual([1, 1, 1]);
  });

  it('tells of messages that retention removed unread', async () => {
    const sink = memorySink();
    const task = new TestTask(sinkPlan(), { sink }, { progress: { kind: 'sink', offsets: { 't/0': 1 }, state: null } });
    await withMessages(
      task,
      [0, 1, 2, 3, 4].map((n) => message('k', { n })),
    );
    task.bus.expire('t', 0, 3);
    const ended = task.run();
    await until(() => sink.stored.length > 0);
    task.control.stop();
    await ended;
    expect([sink.stored, task.figures.errors]).toEqual([[3, 4], 1]);
    expect(task.figures.report().lastError).toMatchObject({ code: 'task.messages_expired' });
    expect(task.lines.some((line) => line.level === 'error' && line.fields?.['skipped'] === 2)).toBe(true);
  });
});
