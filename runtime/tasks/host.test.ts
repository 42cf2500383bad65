import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, it, vi } from 'vitest';
import { SpareThreads } from './spareThreads.ts';
import { numbersIn } from './test-support/fixturePlugin.ts';
import { ERRORS, reached, TestHost } from './test-support/testHost.ts';
import { startThread } from './thread.ts';

const range = (count: number, step = 1) => Array.from({ length: Math.ceil(count / step) }, (_, n) => n * step);
const sorted = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b);

describe('a task host', () => {
  it('moves every record from a source through a filter and the bus to a sink', async () => {
    await using test = await TestHost.create();
    const source = test.source({ total: 1000 }, [test.filtered()]);
    const sink = test.sink();
    await reached(source, 'ended');
    await sink.finish();
    expect(sorted(numbersIn(test.outPath))).toEqual(range(1000, 2));
    expect(existsSync(`${test.outPath}.ended`)).toBe(true);
    expect([source.status().state, sink.status().state]).toEqual(['ended', 'ended']);
    expect(source.status().figures).toMatchObject({ recordsIn: 1000, recordsOut: 1000, errors: 0, lag: 0 });
    expect(source.status().edges['in->even']).toMatchObject({ records: 1000 });
    expect(source.status().steps).toEqual({ even: { records: 1000, errors: 0, skipped: 0, deadLettered: 0 } });
    expect(sink.status()).toMatchObject({
      idle: true,
      figures: { recordsIn: 500, recordsOut: 500, lag: 0 },
      edges: { 'in->out': { records: 500, lag: 0 } },
    });
    expect(test.progress.get('p/in/task-0')).toEqual({ kind: 'source', position: { n: 1000 }, ended: true });
  });

  it('reads nothing again after the end', async () => {
    await using test = await TestHost.create();
    const source = test.source({ total: 20 });
    await reached(source, 'ended');
    await source.restart();
    await reached(source, 'ended');
    expect(source.status().figures.recordsIn).toBe(20);
  });

  it('drains on stop, and goes on from there after a restart', async () => {
    await using test = await TestHost.create();
    const sink = test.sink();
    await reached(sink, 'running');
    const source = test.source({ total: 2000, pauseMs: 10 });
    while (numbersIn(test.outPath).length < 50) await new Promise((resolve) => setTimeout(resolve, 5));
    await Promise.all([source.stop(), sink.stop()]);
    expect([source.status().state, sink.status().state]).toEqual(['stopped', 'stopped']);
    await Promise.all([source.restart(), sink.restart()]);
    await reached(source, 'ended');
    await sink.finish();
    expect(sorted(numbersIn(test.outPath))).toEqual(range(2000));
    expect(source.status().figures.recordsIn).toBe(2000);
  });

  it('runs tasks in threads that were booted ahead, and ends those that were left', async () => {
    const started: Worker[] = [];
    const spares = new SpareThreads(3, () => {
      const worker = startThread(64, 'spare');
      started.push(worker);
      return worker;
    });
    await using test = await TestHost.create({ spares });
    const left = once(started[2] as Worker, 'exit');
    const source = test.source({ total: 100 });
    const sink = test.sink();
    await reached(source, 'ended');
    await sink.finish();
    expect(sorted(numbersIn(test.outPath))).toEqual(range(100));
    expect(started.map((worker) => worker.threadId > 0)).toEqual([false, false, true]);
    await test.host.close();
    await left;
  });

  it('starts a thread of its own where the one booted ahead broke', async () => {
    const broken = new Worker('throw new Error("broken")', { eval: true });
    const spares = new SpareThreads(1, () => broken);
    await new Promise((resolve) => broken.once('exit', resolve));
    await using test = await TestHost.create({ spares });
    await reached(test.source({ total: 10 }), 'ended');
  });

  it('tries a retryable failure again in a new thread, from the stored position', async () => {
    await using test = await TestHost.create();
    const source = test.source({ total: 100, trouble: 'throw', at: 55, once: join(test.dir, 'once') });
    const states: string[] = [];
    source.onChange((status) => states.push(status.state));
    await reached(source, 'ended');
    expect(states).toEqual(expect.arrayContaining(['running', 'retrying', 'starting', 'ended']));
    expect(source.status().figures).toMatchObject({ errors: 1, lastError: { code: 'count.tired' } });
    expect(source.status().figures.recordsOut).toBe(100);
  });

  it('fails visibly when the retries are used up, and works again after a restart', async () => {
    await using test = await TestHost.create();
    const source = test.source({ total: 100, trouble: 'throw', at: 55 });
    const status = await reached(source, 'failed');
    expect(status).toMatchObject({ attempt: 4, error: { code: 'count.tired' }, figures: { errors: 4 } });
    await source.restart();
    expect(await reached(source, 'failed')).toMatchObject({ error: { code: 'count.tired' } });
  });

  it('can be stopped and restarted out of a pause between attempts', async () => {
    await using test = await TestHost.create();
    const errors = { ...ERRORS, backoffMs: 3_600_000, maxBackoffMs: 3_600_000 };
    const source = test.source(
      { total: 100, trouble: 'throw', at: 55, once: join(test.dir, 'once') },
      undefined,
      errors,
    );
    const status = await reached(source, 'retrying');
    expect(status).toMatchObject({ attempt: 1, error: { code: 'count.tired' }, figures: { errors: 1 } });
    expect(status.nextAttemptAtMs).toBeGreaterThan(Date.now());
    await source.stop();
    expect(source.status()).toMatchObject({ state: 'stopped', idle: true });
    expect(source.status().error).toBeUndefined();
    await source.restart();
    await reached(source, 'ended');
  });

  it('goes on when somebody who listens fails, and when its progress cannot be read at first', async () => {
    await using test = await TestHost.create();
    test.failingLoads = 2;
    const source = test.source({ total: 10 });
    source.onChange(() => {
      throw new Error('not my day');
    });
    expect((await reached(source, 'ended')).figures).toMatchObject({ recordsOut: 10, errors: 2 });
    expect(test.lines.some((line) => line.message === 'a listener to a task failed')).toBe(true);
  });

  it('starts nothing on a host that closes', async () => {
    const test = await TestHost.create();
    const source = test.source({ total: 10, stays: true });
    await reached(source, 'running');
    await test[Symbol.asyncDispose]();
    expect(source.status().state).toBe('stopped');
    expect(() => test.source({ total: 10 })).toThrow(/while the member was closing/);
  });

  it('does not repeat what cannot help', async () => {
    await using test = await TestHost.create();
    const status = await reached(test.source({ trouble: 'final', at: 5 }), 'failed');
    expect(status).toMatchObject({ attempt: 1, error: { code: 'count.broken' } });
  });

  it.each([
    ['exit', 'task.thread_exited'],
    ['crash', 'task.thread_crashed'],
    ['heap', 'task.heap_exceeded'],
  ])('survives a thread that ends by %s, and its task goes on', async (trouble, code) => {
    await using test = await TestHost.create();
    const source = test.source({ total: 100, pauseMs: 1, trouble, at: 55, once: join(test.dir, 'once') });
    await reached(source, 'ended');
    expect(source.status().figures.lastError?.code).toBe(code);
    const sink = test.sink();
    await sink.finish();
    expect([...new Set(sorted(numbersIn(test.outPath)))]).toEqual(range(100));
  });

  it('ends a thread that gives no sign of life, and its task goes on', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      await using test = await TestHost.create();
      const once = join(test.dir, 'once');
      const source = test.source({ total: 100, trouble: 'hang', at: 55, once });
      while (!existsSync(once)) await new Promise((resolve) => setTimeout(resolve, 5));
      // Its last figures may still be under way.
      await new Promise((resolve) => setTimeout(resolve, 50));
      vi.advanceTimersByTime(61_000);
      await reached(source, 'ended');
      expect(source.status().figures.lastError?.code).toBe('task.thread_hung');
    } finally {
      vi.useRealTimers();
    }
  });

  it('gives the thread its secrets and nobody else', async () => {
    await using test = await TestHost.create();
    test.secrets.set('dw', 'opensesame');
    await writeFile(join(test.dir, 'pass'), 'from-a-file\n');
    const source = test.source({ total: 10, secret: `\${secret:dw}/\${file:${join(test.dir, 'pass')}}` });
    await reached(source, 'ended');
    expect(test.lines.find((line) => line.message === 'the secret has its length')?.fields).toMatchObject({
      length: 22,
    });
    test.progress.clear();
    const failed = await reached(test.source({ secret: 'x${secret:nobody}' }), 'failed');
    expect(failed.error).toMatchObject({
      code: 'task.reference_unknown',
      message: expect.stringContaining('${secret:nobody}') as string,
    });
  });

  it('shows the last records of an edge and of a sink, masked', async () => {
    await using test = await TestHost.create();
    const source = test.source({ total: 300, stays: true }, [test.filtered()]);
    const sink = test.sink();
    while (numbersIn(test.outPath).length < 150) await new Promise((resolve) => setTimeout(resolve, 5));
    const edge = await source.edgeSamples('in->even');
    expect([edge.seen, edge.records.length, edge.records.at(-1)?.after]).toEqual([
      300,
      20,
      { n: 299, password: '•••' },
    ]);
    expect((await sink.edgeSamples('in->out')).seen).toBe(150);
    expect((await sink.shown()).records.length).toBe(150);
    expect((await source.edgeSamples('no->where')).records).toEqual([]);
  });

  it('still shows its last records, masked, when it has ended', async () => {
    await using test = await TestHost.create();
    const source = test.source({ total: 100 }, [test.filtered()]);
    const sink = test.sink();
    await reached(source, 'ended');
    await sink.finish();
    expect((await source.edgeSamples('in->even')).records.at(-1)?.after).toEqual({ n: 99, password: '•••' });
    expect((await sink.shown()).records).toHaveLength(50);
    expect((await source.edgeSamples('no->where')).records).toEqual([]);
  });

  it('ends a task by force that does not stop in time', async () => {
    await using test = await TestHost.create();
    const source = test.source({ total: 100 });
    await reached(source, 'ended');
    const sink = test.sink({ slowMs: 60_000 });
    await reached(sink, 'running');
    await sink.stop(50);
    expect(sink.status().state).toBe('stopped');
    expect(test.progress.has('p/out/task-0')).toBe(false);
  });
});
