import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Retention } from '@gantry/sdk';
import { RetentionKeeper } from './retention.ts';
import { openStore } from './store.ts';
import { messages, QUIET, readFrom, testBus } from './testing/fixtures.ts';
import type { TestBus } from './testing/fixtures.ts';
import { Topics } from './topics.ts';

const MIB = 1024 * 1024;

/** One pass over all topics, as the timer of any process makes it. */
async function pass({ dir, clock }: TestBus): Promise<void> {
  const folder = { dir, segments: join(dir, 'segments') };
  const store = openStore(folder);
  await new RetentionKeeper({ folder, store, topics: new Topics(store), clock, log: QUIET }).run();
  await store.close();
}

/** One message after the other into two queues in turn, a millisecond apart. */
async function fill({ bus, clock }: TestBus, retention: Retention, sends: number, bytes: number): Promise<void> {
  await bus.ensureTopic({ name: 't', queues: 2, retention });
  const producer = await bus.producer('t');
  for (let send = 0; send < sends; send++) {
    await producer.send(send % 2, messages(1, bytes, send));
    clock.advance(1);
  }
  await producer.close();
}

async function diskBytes(dir: string): Promise<number> {
  const names = await readdir(join(dir, 'segments'));
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(dir, 'segments', name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

describe('retention', () => {
  it('deletes what was appended too long ago, whatever timestamps the messages carry', async () => {
    await using test = await testBus();
    await fill(test, { ageMs: 60_000 }, 4, 10);
    test.clock.advance(50_000);
    await fill(test, { ageMs: 60_000 }, 2, 10);
    test.clock.advance(20_000);
    await pass(test);
    expect((await test.bus.describeTopic('t'))?.queues.map(({ first, next }) => [first, next])).toEqual([
      [2, 3],
      [2, 3],
    ]);
    expect(await readFrom(test.bus, 't', 0)).toMatchObject({ skipped: 2, next: 3, messages: [{ offset: 2 }] });
  });

  it('keeps a topic within its size, oldest first over all queues', async () => {
    await using test = await testBus();
    await fill(test, { bytes: 5000 }, 20, 1000);
    await pass(test);
    const info = await test.bus.describeTopic('t');
    expect(info?.queues.reduce((sum, queue) => sum + (queue.bytes ?? 0), 0)).toBeLessThanOrEqual(5000);
    expect(info?.queues.map(({ first, next }) => next - first)).toEqual([2, 2]);
  });

  it('gives disk space back, segment by segment, while messages keep coming', async () => {
    await using test = await testBus();
    await test.bus.ensureTopic({ name: 't', queues: 1, retention: { whenReleased: true } });
    const producer = await test.bus.producer('t');
    for (let round = 0; round < 40; round++) {
      const first = await producer.send(0, messages(4, MIB, round * 4));
      await test.bus.release?.('t', 0, 'sink', first + 4);
    }
    expect(await diskBytes(test.dir)).toBeLessThan(80 * MIB);
    await producer.close();
    await pass(test);
    expect(await diskBytes(test.dir)).toBe(0);
  });

  it('lets a writer go on whose segment was taken for abandoned', async () => {
    await using test = await testBus();
    await test.bus.ensureTopic({ name: 't', queues: 1, retention: { whenReleased: true } });
    const producer = await test.bus.producer('t');
    await producer.send(0, messages(3));
    await test.bus.release?.('t', 0, 'sink', 3);
    test.clock.advance(120_000);
    await pass(test);
    expect(await readdir(join(test.dir, 'segments'))).toEqual([]);
    expect(await Promise.all([producer.send(0, messages(2, 10, 3)), producer.send(0, messages(1, 10, 5))])).toEqual([
      3, 5,
    ]);
    expect((await readFrom(test.bus, 't', 3)).messages.map(({ key }) => key)).toEqual(['k3', 'k4', 'k5']);
    await producer.close();
  });

  it('removes files that no index entry names, and keeps those that have one', async () => {
    await using test = await testBus();
    await fill(test, {}, 2, 10);
    await writeFile(join(test.dir, 'segments', 'abc-def.seg'), 'left behind');
    await pass(test);
    expect(await readdir(join(test.dir, 'segments'))).toHaveLength(1);
    expect((await readFrom(test.bus, 't')).messages).toHaveLength(1);
  });

  it('takes all a deleted topic held', async () => {
    await using test = await testBus();
    await fill(test, {}, 10, 1000);
    await test.bus.deleteTopic('t');
    expect(await readdir(join(test.dir, 'segments'))).toEqual([]);
    const reopened = await test.reopen();
    expect(await reopened.listTopics()).toEqual([]);
  });
});
