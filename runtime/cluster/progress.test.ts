import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { planTasks } from './pipeline/assignments.ts';
import { StoredProgress } from './progress.ts';
import { KEYS } from './records.ts';
import { openLmdbStore } from './store/lmdbStore.ts';
import type { Store } from './store/types.ts';
import { ManualClock } from './testing/manualClock.ts';
import { sinkPlan, sourcePlan, spec } from './testing/specs.ts';
import type { TaskAssignment } from '../tasks/index.ts';

const [sourceTask, sinkTask] = planTasks(spec('p', [sourcePlan('in', 'events'), sinkPlan('out', 'events')]), {
  in: [{ key: 'all', input: null }],
});

describe('stored progress', () => {
  let dir: string;
  let store: Store;
  let clock: ManualClock;
  let source: TaskAssignment;
  let sink: TaskAssignment;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'gantry-progress-'));
    clock = new ManualClock();
    store = openLmdbStore({ dir, clock });
    source = { ...sourceTask!, epoch: await own('in', 'all') };
    sink = { ...sinkTask!, epoch: await own('out', 'task-0') };
  });

  afterEach(async () => {
    await store.close();
    await rm(dir, { recursive: true, force: true });
  });

  const own = async (node: string, key: string): Promise<number> => {
    const result = await store.transact({
      writes: [{ put: KEYS.owner({ pipeline: 'p', node, key }), value: { version: 1, member: 'm' } }],
    });
    return result.committed ? result.revision : 0;
  };
  const open = (): StoredProgress =>
    new StoredProgress({
      store,
      clock,
      isAtOrAfter: (_type, next, current) => (next['n'] as number) >= (current['n'] as number),
    });

  it("gives back a source's position and that it ended, and null before the first", async () => {
    expect(await open().load(source)).toBeNull();
    await open().commit(source, { kind: 'source', position: { n: 1 }, ended: true });
    expect(await open().load(source)).toEqual({ kind: 'source', position: { n: 1 }, ended: true });
  });

  it("gives a sink the offsets of its node's queues, whoever read them, and its own state", async () => {
    const other = { ...sink, key: 'task-1', id: 'p/out/task-1', epoch: await own('out', 'task-1') };
    await open().commit(sink, { kind: 'sink', offsets: { 'a/b/0': 5 }, state: { length: 3 } });
    await open().commit(other, { kind: 'sink', offsets: { 'a/b/1': 9 }, state: { length: 4 } });
    expect(await open().load(sink)).toEqual({
      kind: 'sink',
      offsets: { 'a/b/0': 5, 'a/b/1': 9 },
      state: { length: 3 },
    });
  });

  it('P4: refuses the commit of an owner that is not the present one, with everything in it', async () => {
    await own('out', 'task-0');
    const commit = open().commit(sink, { kind: 'sink', offsets: { 'events/0': 5 }, state: 1 });
    await expect(commit).rejects.toMatchObject({ code: 'cluster.stale_owner' });
    expect(await store.list('offsets/')).toEqual([]);
    expect(await store.list('sink-states/')).toEqual([]);
  });

  it('P4: refuses the commit of a task that nobody owns any more', async () => {
    await store.transact({ writes: [{ remove: KEYS.owner({ pipeline: 'p', node: 'in', key: 'all' }) }] });
    await expect(open().commit(source, { kind: 'source', position: { n: 1 } })).rejects.toMatchObject({
      code: 'cluster.stale_owner',
    });
  });

  it("P3: refuses to put a source's position before the stored one, or to forget it", async () => {
    const progress = open();
    await progress.load(source);
    await progress.commit(source, { kind: 'source', position: { n: 5 } });
    await expect(progress.commit(source, { kind: 'source', position: { n: 4 } })).rejects.toMatchObject({
      code: 'cluster.position_backwards',
    });
    await expect(progress.commit(source, { kind: 'source', position: null })).rejects.toMatchObject({
      code: 'cluster.position_backwards',
    });
    const again = open();
    await again.load(source);
    await expect(again.commit(source, { kind: 'source', position: { n: 4 } })).rejects.toMatchObject({
      code: 'cluster.position_backwards',
    });
    await again.commit(source, { kind: 'source', position: { n: 5 } });
    expect(await again.load(source)).toMatchObject({ position: { n: 5 } });
  });

  it('P3: refuses to put an offset before the stored one', async () => {
    const progress = open();
    await progress.load(sink);
    await progress.commit(sink, { kind: 'sink', offsets: { 'events/0': 5, 'events/1': 2 }, state: null });
    const back = progress.commit(sink, { kind: 'sink', offsets: { 'events/0': 6, 'events/1': 1 }, state: null });
    await expect(back).rejects.toMatchObject({ code: 'cluster.position_backwards' });
    expect(await progress.load(sink)).toMatchObject({ offsets: { 'events/0': 5, 'events/1': 2 } });
  });
});
