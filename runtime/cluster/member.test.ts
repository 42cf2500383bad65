import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeploymentDto } from '../api/contract.ts';
import type { SourcePlan } from '../compile/plan.ts';
import { DocumentInvalidError } from './errors.ts';
import { MemberHarness } from './testing/memberHarness.ts';
import type { TestedMember } from './testing/memberHarness.ts';
import { document, sinkPlan, sourcePlan, spec } from './testing/specs.ts';

const simple = spec('p', [sourcePlan('in', 'events'), sinkPlan('out', 'events')]);

describe('a member', () => {
  let harness: MemberHarness;
  let first: TestedMember;

  beforeEach(async () => {
    harness = await MemberHarness.create();
    first = await harness.start('first');
  });

  afterEach(() => harness.dispose());

  const running = (of: TestedMember = first): string[] => runningTasks(of);
  const deployRunning = async (of = simple): Promise<void> => {
    await first.member.deploy(document(of));
    await harness.until(async () => (await first.member.deployment(of.pipeline)).state === 'running', 'running');
  };

  it('runs what it accepted, with its topics there before the first task starts', async () => {
    await deployRunning();
    expect(running()).toEqual(['p/in/all', 'p/out/task-0']);
    expect((await first.bus.describeTopic('events'))?.queues).toHaveLength(2);
    expect(await first.member.deployment('p')).toMatchObject({
      name: 'p',
      revision: 1,
      desired: 'running',
      state: 'running',
      connectors: [
        { node: 'in', kind: 'source', type: 'ticks', state: 'running' },
        { node: 'out', kind: 'sink', type: 'list', state: 'running' },
      ],
      tasks: [
        { id: 'p/in/all', member: 'first' },
        { id: 'p/out/task-0', member: 'first' },
      ],
    });
  });

  it('refuses a document that does not compile, and leaves what runs alone', async () => {
    await deployRunning();
    const refused = await first.member.deploy('nothing').catch((caught: unknown) => caught);
    expect(refused).toBeInstanceOf(DocumentInvalidError);
    expect(refused).toMatchObject({ code: 'cluster.document_invalid', diagnostics: [{ code: 'compile.test' }] });
    expect((await first.member.deployment('p')).revision).toBe(1);
    expect(running()).toHaveLength(2);
  });

  it('changes nothing when a source cannot split its work', async () => {
    const broken = spec('p', [sourcePlan('in', 'events', { config: { fail: 'db-1' } }), sinkPlan('out', 'events')]);
    await expect(first.member.deploy(document(broken))).rejects.toMatchObject({
      message: expect.stringContaining('no route to db-1'),
    });
    expect(await first.member.deployments()).toEqual([]);
  });

  it('refuses a deploy made against a revision that is not the present one', async () => {
    await deployRunning();
    const next = spec('p', [sourcePlan('in', 'events'), sinkPlan('out', 'events', { config: { a: 1 } })]);
    await first.member.deploy(document(next), { baseRevision: 1 });
    await expect(first.member.deploy(document(simple), { baseRevision: 1 })).rejects.toMatchObject({
      code: 'cluster.revision_stale',
    });
    expect((await first.member.deployment('p')).revision).toBe(2);
  });

  it('keeps the new text of a layout-only change without touching a task', async () => {
    await deployRunning();
    const deployed = await first.member.deploy(document(simple, '# moved'));
    expect(deployed).toMatchObject({ revision: 1, text: document(simple, '# moved') });
    expect(first.host.tasks).toHaveLength(2);
  });

  it('restarts only the connectors whose plan changed, and keeps the epoch of those that stay', async () => {
    await deployRunning();
    await first.host.task('in/all').commitPosition({ n: 5 });
    const source = first.host.task('in/all');
    await first.member.deploy(
      document(spec('p', [sourcePlan('in', 'events'), sinkPlan('out', 'events', { config: { mode: 'append' } })])),
    );
    expect(first.host.tasks.map((task) => [task.assignment.id, task.state])).toEqual([
      ['p/in/all', 'running'],
      ['p/out/task-0', 'stopped'],
      ['p/out/task-0', expect.stringMatching('starting|running')],
    ]);
    await source.commitPosition({ n: 6 });
    expect(await first.member.positions('p')).toMatchObject([{ node: 'in', key: 'all', position: { n: 6 } }]);
  });

  it('keeps the positions of a connector that was taken out, until the deployment is deleted', async () => {
    await deployRunning();
    await first.host.task('out/task-0').commitOffsets({ 'events/0': 9 });
    await first.member.deploy(document(spec('p', [sourcePlan('in', 'events'), sinkPlan('other', 'events')])));
    expect(await first.member.positions('p')).toMatchObject([
      { node: 'out', key: 'events/0', position: { offset: 9 } },
    ]);
    await first.member.deploy(document(simple));
    expect(await first.host.task('out/task-0').loaded).toEqual({
      kind: 'sink',
      offsets: { 'events/0': 9 },
      state: null,
    });
  });

  it('asks a source for its shares once, and again only when its own configuration changed', async () => {
    const shares = (keys: readonly string[]): SourcePlan =>
      sourcePlan('in', 'events', { maxTasks: 3, config: { shares: keys } });
    await deployRunning(spec('p', [shares(['a', 'b']), sinkPlan('out', 'events')]));
    expect(running()).toEqual(['p/in/a', 'p/in/b', 'p/out/task-0']);
    await first.host.task('in/b').commitPosition({ n: 2 });
    await first.member.deploy(document(spec('p', [shares(['b', 'c']), sinkPlan('out', 'events')])));
    await harness.until(() => running().length === 3, 'three tasks');
    expect(running().sort()).toEqual(['p/in/b', 'p/in/c', 'p/out/task-0']);
    expect(await first.host.task('in/b').loaded).toMatchObject({ position: { n: 2 } });
  });

  it('keeps positions over stop and resume, and over pause', async () => {
    await deployRunning();
    await first.host.task('in/all').commitPosition({ n: 3 });
    expect(await first.member.stop('p')).toMatchObject({ state: 'stopped', desired: 'stopped' });
    expect(running()).toEqual([]);
    await first.member.resume('p');
    expect(await first.host.task('in/all').loaded).toMatchObject({ position: { n: 3 } });
    expect(await first.member.pause('p')).toMatchObject({
      state: 'paused',
      tasks: [{ state: 'paused' }, { state: 'paused' }],
    });
  });

  it('restores what was wanted when it starts again', async () => {
    await deployRunning();
    await deployRunning(spec('q', [sourcePlan('in', 'events'), sinkPlan('out', 'events')]));
    await first.member.pause('q');
    await first.host
      .task('in/all')
      .commitPosition({ n: 8 })
      .catch(() => undefined);
    await first.member.close();
    const again = await harness.start('again');
    await harness.until(() => running(again).length === 2, 'taken up');
    expect(running(again)).toEqual(['p/in/all', 'p/out/task-0']);
    expect(await again.member.deployment('q')).toMatchObject({ desired: 'paused', state: 'paused' });
  });

  it('restarts one task, the failed ones, or all', async () => {
    await deployRunning();
    first.host.task('out/task-0').become('failed');
    await first.member.restart('p', { scope: 'failed' });
    const restarts = (): number[] => first.host.tasks.map((task) => task.restarts);
    expect(restarts()).toEqual([0, 1]);
    await first.member.restart('p', { scope: 'all' });
    expect(restarts()).toEqual([1, 2]);
    await first.member.restart('p', { scope: 'all', task: 'p/in/all' });
    expect(restarts()).toEqual([2, 2]);
    await expect(first.member.restart('p', { scope: 'all', task: 'p/in/none' })).rejects.toMatchObject({
      code: 'cluster.task_unknown',
    });
  });

  it('gives a connector the state of its worst task, and a deployment that of its worst connector', async () => {
    await deployRunning(spec('p', [sourcePlan('in', 'events'), sinkPlan('out', 'events', { tasks: 2 })]));
    first.host.task('out/task-1').become('retrying');
    expect(await first.member.deployment('p')).toMatchObject({
      state: 'retrying',
      connectors: [{ state: 'running' }, { state: 'retrying' }],
    });
    first.host.task('out/task-0').become('failed');
    expect(await first.member.deployment('p')).toMatchObject({ state: 'failed' });
  });

  it('still shows what it counted and its samples when it has ended or was stopped', async () => {
    await deployRunning();
    const source = first.host.task('in/all');
    source.recordsIn = 7;
    await first.member.stop('p');
    await harness.until(async () => (await first.member.deployment('p')).state === 'stopped', 'stopped');
    const [task] = (await first.member.deployment('p')).tasks;
    expect(task).toMatchObject({ id: 'p/in/all', state: 'stopped', member: '', figures: { recordsIn: 7 } });
    expect((await first.member.samples('p', { node: 'out' })).seen).toBe(5);
    const heard: unknown[] = [];
    first.member.subscribe((event) => event.type === 'figures' && heard.push(event.data.nodes['in']));
    await harness.pass(1_000);
    expect(heard.at(-1)).toMatchObject({ records: 7, recordsPerSecond: 0 });
  });

  it('says in its figures that what rests is paused, not stopped', async () => {
    await deployRunning();
    const heard: { readonly state: string; readonly nodes: unknown }[] = [];
    first.member.subscribe((event) => event.type === 'figures' && heard.push(event.data));
    await first.member.pause('p');
    await harness.until(async () => (await first.member.deployment('p')).state === 'paused', 'paused');
    await harness.pass(1_000);
    expect(heard.at(-1)).toMatchObject({ state: 'paused', nodes: { in: { state: 'paused' } } });
  });

  it('finishes a sink once all that feeds it has ended, ends the deployment, and leaves it ended when it starts again', async () => {
    await deployRunning();
    const [source, sink] = first.host.tasks;
    expect(sink?.finishes).toBe(0);
    await source?.commitPosition({ n: 9 }, true);
    source?.become('ended');
    await harness.until(async () => (await first.member.deployment('p')).state === 'ended', 'ended');
    expect(sink?.finishes).toBe(1);
    await first.member.close();
    const again = await harness.start('again');
    await harness.pass(1_000);
    expect(again.host.tasks).toEqual([]);
    expect(await again.member.deployment('p')).toMatchObject({ state: 'ended', desired: 'running' });
    await again.member.resume('p');
    expect(running(again)).toHaveLength(2);
  });

  it('does not finish a sink that another deployment still feeds', async () => {
    await deployRunning(spec('q', [sourcePlan('in', 'events')]));
    await deployRunning();
    const [, source, sink] = first.host.tasks;
    source?.become('ended');
    await harness.pass(1_000);
    expect(sink).toMatchObject({ finishes: 0, state: 'running' });
  });

  it('P3: moves positions only while nothing runs, and then back too', async () => {
    await deployRunning();
    await first.host.task('in/all').commitPosition({ n: 7 });
    const edit = { node: 'in', key: 'all', position: { n: 2 } };
    await expect(first.member.setPositions('p', [edit])).rejects.toMatchObject({ code: 'cluster.not_stopped' });
    await expect(first.member.resetPositions('p')).rejects.toMatchObject({ code: 'cluster.not_stopped' });
    await first.member.pause('p');
    expect(
      await first.member.setPositions('p', [edit, { node: 'out', key: 'events/1', position: { offset: 4 } }]),
    ).toMatchObject([
      { node: 'in', position: { n: 2 } },
      { node: 'out', key: 'events/1', position: { offset: 4 } },
    ]);
    expect(await first.member.resetPositions('p', 'out')).toMatchObject([{ node: 'in' }]);
    await first.member.resume('p');
    expect(await first.host.task('in/all').loaded).toMatchObject({ position: { n: 2 } });
  });

  it('P3: moves no position of a pipeline that is wanted, though nobody runs it just now', async () => {
    await deployRunning();
    await first.member.close();
    const run = await harness.start('run', { foreground: true });
    const set = run.member.setPositions('p', [{ node: 'in', key: 'all', position: { n: 1 } }]);
    await expect(set).rejects.toMatchObject({ code: 'cluster.not_stopped' });
  });

  it.each([
    [{ node: 'inn', key: 'all', position: {} }, 'cluster.node_unknown'],
    [{ node: 'in', key: 'al', position: {} }, 'cluster.position_invalid'],
    [{ node: 'out', key: 'event/0', position: { offset: 1 } }, 'cluster.position_invalid'],
    [{ node: 'out', key: 'events/2', position: { offset: 1 } }, 'cluster.position_invalid'],
    [{ node: 'out', key: 'events/0', position: { offset: -1 } }, 'cluster.position_invalid'],
  ])('refuses the position %j with all others of the same call', async (edit, code) => {
    await deployRunning();
    await first.member.stop('p');
    await expect(
      first.member.setPositions('p', [{ node: 'in', key: 'all', position: { n: 1 } }, edit]),
    ).rejects.toMatchObject({ code });
    expect(await first.member.positions('p')).toEqual([]);
  });

  it('removes a deployment with its implied topics and positions, or keeps both', async () => {
    const implied = spec('p', [sourcePlan('in', 'p.in.out'), sinkPlan('out', 'p.in.out')], {
      topics: [{ name: 'p.in.out', queues: 1, implied: true, retention: {} }],
    });
    await deployRunning(implied);
    await first.host.task('in/all').commitPosition({ n: 7 });
    await first.member.remove('p', { positions: 'keep' });
    await expect(first.member.deployment('p')).rejects.toMatchObject({ code: 'cluster.deployment_unknown' });
    expect(await first.bus.describeTopic('p.in.out')).toBeDefined();
    await deployRunning(implied);
    expect(await first.host.task('in/all').loaded).toMatchObject({ position: { n: 7 } });
    await first.member.remove('p', { positions: 'forget' });
    expect(await first.bus.describeTopic('p.in.out')).toBeUndefined();
    await deployRunning(implied);
    expect(await first.host.task('in/all').loaded).toBeNull();
  });

  it('tells listeners of states when they change and of figures every second', async () => {
    await deployRunning();
    await harness.until(
      () => first.events.some((event) => event.type === 'deployment' && event.data.state === 'running'),
      'told',
    );
    const told = first.events.filter((event) => event.type === 'deployment').length;
    await harness.pass(3_100);
    expect(first.events.filter((event) => event.type === 'deployment')).toHaveLength(told);
    expect(first.events.filter((event) => event.type === 'figures').length).toBeGreaterThanOrEqual(3);
    await first.member.remove('p', { positions: 'forget' });
    await harness.until(() => first.events.some((event) => event.type === 'deploymentDeleted'), 'deleted');
  });

  it('counts on when a task runs again, until the deployment is removed', async () => {
    const recordsIn = async (): Promise<number | undefined> => (await first.member.tasks())[0]?.figures.recordsIn;
    await deployRunning();
    first.host.task('in/all').recordsIn = 5;
    await first.member.pause('p');
    await first.member.resume('p');
    first.host.task('in/all').recordsIn = 2;
    expect(await recordsIn()).toBe(7);
    await first.member.pause('p');
    await first.member.resume('p');
    expect(await recordsIn()).toBe(7);
    await first.member.remove('p', { positions: 'forget' });
    await deployRunning();
    expect(await recordsIn()).toBe(0);
  });

  it('gives samples by edge and by node, and names an edge it does not have', async () => {
    await deployRunning();
    expect(await first.member.samples('p', { edge: 'in->events' })).toEqual({ records: [], seen: 6 });
    expect(await first.member.samples('p', { node: 'out' })).toEqual({ records: [], seen: 5 });
    await expect(first.member.samples('p', { edge: 'in->event' })).rejects.toMatchObject({
      code: 'cluster.edge_unknown',
      hint: 'Did you mean "in->events"?',
    });
  });
});

describe('members on one data folder', () => {
  let harness: MemberHarness;
  let first: TestedMember;

  beforeEach(async () => {
    harness = await MemberHarness.create();
    first = await harness.start('first');
    await first.member.deploy(document(simple));
    await harness.until(async () => (await first.member.deployment('p')).state === 'running', 'running');
  });

  afterEach(() => harness.dispose());

  it('P4: leave a pipeline to the live member that has it, and see its states', async () => {
    const second = await harness.start('second');
    await harness.pass(1_000);
    expect(second.host.tasks).toEqual([]);
    expect(await second.member.deployment('p')).toMatchObject({
      state: 'running',
      tasks: [{ member: 'first' }, { member: 'first' }],
    });
    expect(await second.member.members()).toMatchObject([
      { id: 'first', tasks: 2 },
      { id: 'second', tasks: 0 },
    ]);
    await expect(second.member.samples('p', { node: 'out' })).rejects.toMatchObject({ code: 'cluster.task_elsewhere' });
  });

  it('are stopped, changed and resumed from any of them', async () => {
    const second = await harness.start('second');
    let answer: DeploymentDto | undefined;
    void second.member.stop('p').then((deployment) => (answer = deployment));
    await harness.until(() => answer !== undefined, 'stopped');
    expect(first.host.tasks.map((task) => task.state)).toEqual(['stopped', 'stopped']);
    expect(answer).toMatchObject({ state: 'stopped' });
  });

  it("P9: take a dead member's tasks over when its lease ends, from its stored positions, under a higher epoch", async () => {
    const second = await harness.start('second');
    await first.host.task('in/all').commitPosition({ n: 4 });
    const epoch = first.host.task('in/all').assignment.epoch;
    await first.die();
    await harness.pass(3_000);
    expect(second.host.tasks).toEqual([]);
    await harness.until(() => second.host.tasks.length === 2, 'taken over');
    expect(await second.host.task('in/all').loaded).toMatchObject({ position: { n: 4 } });
    expect(second.host.task('in/all').assignment.epoch).toBeGreaterThan(epoch);
  });

  it('P4: refuse the commit of a member that was paused for longer than its lease; it ends its tasks when it wakes', async () => {
    const second = await harness.start('second');
    const source = first.host.task('in/all');
    await source.commitPosition({ n: 4 });
    harness.pause('first');
    await harness.until(() => second.host.tasks.length === 2, 'taken over');
    await second.host.task('in/all').commitPosition({ n: 6 });
    await expect(source.commitPosition({ n: 9 })).rejects.toMatchObject({ code: 'cluster.stale_owner' });
    expect((await second.member.positions('p'))[0]).toMatchObject({ position: { n: 6 } });
    harness.unpause('first');
    await harness.until(() => first.host.tasks.every((task) => task.state === 'stopped'), 'ended');
    expect(source.stops).toEqual([0]);
    await harness.until(async () => (await second.member.members()).length === 2, 'rejoined');
    expect(first.host.tasks).toHaveLength(2);
  });

  it('refuse to run in the foreground what a live member runs, naming it', async () => {
    const run = await harness.start('run', { foreground: true });
    await expect(run.member.remove('p', { positions: 'forget' })).rejects.toMatchObject({
      code: 'cluster.pipeline_owned',
    });
    await expect(run.member.deploy(document(simple))).rejects.toMatchObject({
      code: 'cluster.pipeline_owned',
      message: expect.stringContaining(`pid ${process.pid}`),
    });
    await first.member.stop('p');
    await run.member.deploy(document(simple));
    expect(run.host.tasks).toHaveLength(2);
    await harness.pass(1_000);
    expect(first.host.tasks).toHaveLength(2);
    await expect(first.member.deploy(document(simple, '#'))).rejects.toMatchObject({ code: 'cluster.pipeline_owned' });
    await run.member.close();
    expect(await first.member.deployment('p')).toMatchObject({ state: 'stopped' });
    await first.member.deploy(document(simple));
    expect(runningTasks(first)).toHaveLength(2);
  });

  it('hand over at once when a member leaves in order', async () => {
    const second = await harness.start('second');
    await first.member.close();
    await harness.pass(200);
    await harness.until(() => second.host.tasks.length === 2, 'taken over');
    expect(first.host.tasks.every((task) => task.state === 'stopped')).toBe(true);
  });
});

function runningTasks(of: TestedMember): string[] {
  return of.host.tasks
    .filter((task) => task.state === 'running' || task.state === 'starting')
    .map((task) => task.assignment.id);
}
