import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runPipeline } from './foreground.ts';
import type { RunOptions, RunProgress, RunSummary } from './foreground.ts';
import { MemberHarness } from './testing/memberHarness.ts';
import type { TestedMember } from './testing/memberHarness.ts';
import { document, sinkPlan, sourcePlan, spec } from './testing/specs.ts';

const simple = document(spec('p', [sourcePlan('in', 'events'), sinkPlan('out', 'events')]));

describe('a run in the foreground', () => {
  let harness: MemberHarness;
  let run: TestedMember;
  let progress: RunProgress[];

  beforeEach(async () => {
    harness = await MemberHarness.create();
    run = await harness.start('run', { foreground: true });
    progress = [];
  });

  afterEach(() => harness.dispose());

  /** Starts it and gives its end; the tasks are then the test's to move. */
  async function start(
    options: Omit<RunOptions, 'text'>,
    canEnd: boolean,
  ): Promise<{ done: () => RunSummary | undefined }> {
    let summary: RunSummary | undefined;
    const running = runPipeline(
      { member: run.member, clock: harness.clockOf('run'), endsByItself: () => canEnd },
      { text: simple, onProgress: (each) => progress.push(each), ...options },
    );
    void running.then((result) => (summary = result));
    await harness.until(() => run.host.tasks.filter((task) => task.state === 'running').length === 2, 'running');
    return { done: () => summary };
  }

  it('ends when the pipeline does, with what it did', async () => {
    const { done } = await start({}, true);
    const [source, sink] = run.host.tasks;
    if (source) source.recordsIn = 12;
    if (sink) sink.recordsIn = 10;
    source?.become('ended');
    await harness.until(() => done() !== undefined, 'ended');
    expect(done()).toMatchObject({
      pipeline: 'p',
      outcome: 'ended',
      recordsIn: 12,
      recordsOut: 10,
      skipped: 0,
      deadLettered: 0,
      errors: 0,
    });
    expect(progress.at(-1)).toMatchObject({ recordsIn: 12, deployment: { state: 'ended' } });
  });

  it('looks again as soon as a task changes its state, not when its time has come', async () => {
    await start({}, true);
    const before = progress.length;
    run.host.task('in/all').become('ended');
    // The clock stands still meanwhile.
    await vi.waitFor(() => expect(progress.length).toBeGreaterThan(before));
  });

  it('waits for a source that can end, however idle it is', async () => {
    const { done } = await start({ untilIdleMs: 1_000 }, true);
    for (const task of run.host.tasks) task.idle = true;
    await harness.pass(5_000);
    expect(done()).toBeUndefined();
    run.host.task('in/all').become('ended');
    await harness.until(() => done() !== undefined, 'ended');
    expect(done()).toMatchObject({ outcome: 'ended' });
  });

  it('ends a source that would go on for ever once nothing moved for so long, then finishes the sinks', async () => {
    const { done } = await start({ untilIdleMs: 2_000 }, false);
    const [source, sink] = run.host.tasks;
    for (const task of run.host.tasks) task.idle = true;
    await harness.pass(1_500);
    if (sink) sink.idle = false;
    await harness.pass(400);
    if (sink) sink.idle = true;
    await harness.pass(1_500);
    expect(source?.stops).toEqual([]);
    await harness.until(() => done() !== undefined, 'ended');
    expect(done()).toMatchObject({ outcome: 'ended' });
    expect(source?.state).toBe('stopped');
    expect(sink?.finishes).toBe(1);
  });

  it('fails with the cause of the task that failed', async () => {
    const { done } = await start({ untilIdleMs: 1_000 }, true);
    run.host.task('out/task-0').become('failed');
    await harness.until(() => done() !== undefined, 'failed');
    expect(done()).toMatchObject({ outcome: 'failed', task: 'p/out/task-0', error: { message: 'scripted' } });
    expect(run.host.task('in/all').state).toBe('stopped');
  });

  it('lets the sinks have what was read before a source failed', async () => {
    const { done } = await start({}, true);
    const sink = run.host.task('out/task-0');
    run.host.task('in/all').become('failed');
    for (let seconds = 0; seconds < 8; seconds++) {
      sink.recordsIn += 100;
      await harness.pass(1_000);
    }
    expect(done()).toBeUndefined();
    sink.idle = true;
    await harness.until(() => done() !== undefined, 'failed');
    expect(done()).toMatchObject({ outcome: 'failed', task: 'p/in/all' });
    expect(run.host.task('out/task-0').state).toBe('stopped');
  });

  it('does not wait for a sink that gets nothing done when a source failed', async () => {
    const { done } = await start({}, true);
    run.host.task('in/all').become('failed');
    await harness.pass(6_000);
    await harness.until(() => done() !== undefined, 'failed');
    expect(done()).toMatchObject({ outcome: 'failed', task: 'p/in/all' });
  });

  it('stops in order when its signal fires, and goes on from there the next time', async () => {
    const stop = new AbortController();
    const { done } = await start({ signal: stop.signal }, true);
    await run.host.task('in/all').commitPosition({ n: 3 });
    stop.abort();
    await harness.until(() => done() !== undefined, 'stopped');
    expect(done()).toMatchObject({ outcome: 'stopped' });
    await start({}, true);
    expect(await run.host.task('in/all').loaded).toMatchObject({ position: { n: 3 } });
  });
});
