import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runPipeline } from '../../runtime/index.ts';
import type { RunProgress } from '../../runtime/index.ts';
import { startTestMember } from '../support/startTestMember.ts';
import { tempDir } from '../support/tempDir.ts';
import type { TempDir } from '../support/tempDir.ts';
import { TestCluster } from '../support/testCluster.ts';
import { waitFor } from '../support/waitFor.ts';

const LINES = 60_000;
const PAID = LINES / 3;

/** Numbered orders, every third of them paid. */
function orders(): string {
  return Array.from(
    { length: LINES },
    (_, id) => `${JSON.stringify({ id, status: id % 3 === 0 ? 'paid' : 'open', note: 'x'.repeat(80) })}\n`,
  ).join('');
}

function pipeline(
  dir: string,
  over: { readonly rate?: number; readonly where?: string; readonly start?: string } = {},
): string {
  return [
    'apiVersion: gantry/v1',
    'kind: Pipeline',
    'name: paid-orders',
    'bus: embedded',
    'nodes:',
    `  read: { source: files, config: { path: "${dir}/orders.jsonl", format: jsonl }${over.rate ? `, rate: ${over.rate}` : ''} }`,
    `  paid: { transform: filter, config: { where: "${over.where ?? "after.status == 'paid'"}" } }`,
    '  events: { topic: events, queues: 2, converter: json }',
    `  write: { sink: files, config: { path: "${dir}/paid.jsonl", format: jsonl } }`,
    'edges:',
    '  - read -> paid',
    '  - paid -> events',
    '  - events -> write',
    '',
  ].join('\n');
}

async function written(dir: string): Promise<readonly number[]> {
  const text = await readFile(join(dir, 'paid.jsonl'), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { id: number }).id);
}

const expected = Array.from({ length: PAID }, (_, index) => index * 3);

describe('files -> filter -> topic -> files', () => {
  let dir: TempDir;

  beforeEach(async () => {
    dir = await tempDir();
    await writeFile(dir.join('orders.jsonl'), orders());
  });

  afterEach(() => dir[Symbol.asyncDispose]());

  it('gives exactly the rows a plain script would, tells figures on the way, and ends', async () => {
    await using tested = await startTestMember();
    await tested.deploy(pipeline(dir.path), 'ended');
    expect([...(await written(dir.path))].sort((a, b) => a - b)).toEqual(expected);
    const ended = await tested.runtime.member.deployment('paid-orders');
    expect(ended.tasks.map((task) => task.state)).toEqual(['ended', 'ended']);
    expect(await tested.runtime.member.positions('paid-orders')).toHaveLength(3);
  });

  it('runs in the foreground until idle, with a summary', async () => {
    await using tested = await startTestMember({ foreground: true });
    const progress: RunProgress[] = [];
    const summary = await runPipeline(tested.runtime, {
      text: pipeline(dir.path),
      untilIdleMs: 1_000,
      onProgress: (each) => progress.push(each),
    });
    expect(summary).toMatchObject({
      outcome: 'ended',
      recordsIn: LINES,
      recordsOut: PAID,
      errors: 0,
      skipped: 0,
      deadLettered: 0,
    });
    expect(progress.length).toBeGreaterThan(0);
  });

  it('refuses in the foreground what a member on the same folder runs', async () => {
    await using studio = await startTestMember();
    await studio.deploy(pipeline(dir.path, { rate: 1_000 }));
    await using run = await startTestMember({ dataDir: studio.dataDir, foreground: true });
    const refused = runPipeline(run.runtime, { text: pipeline(dir.path) });
    await expect(refused).rejects.toMatchObject({
      code: 'cluster.pipeline_owned',
      message: expect.stringContaining(`${process.pid}`),
    });
  });

  it('goes on where it was over pause, stop and a start of the member', async () => {
    const first = await startTestMember();
    await first.deploy(pipeline(dir.path, { rate: 30_000 }));
    await waitFor('a stored position', async () => (await first.runtime.member.positions('paid-orders')).length > 0);
    expect(await first.runtime.member.pause('paid-orders')).toMatchObject({ state: 'paused' });
    const paused = await first.runtime.member.positions('paid-orders');
    await first.runtime.dispose();
    await using again = await startTestMember({ dataDir: first.dataDir });
    expect(await again.runtime.member.positions('paid-orders')).toEqual(paused);
    await again.runtime.member.resume('paid-orders');
    await again.reaches('paid-orders', 'ended');
    // Everything was stored before it was paused, so nothing is repeated either.
    expect([...(await written(dir.path))].sort((a, b) => a - b)).toEqual(expected);
  });

  it('finishes a file that is due though nothing more comes', async () => {
    await using tested = await startTestMember();
    const followed = pipeline(dir.path)
      .replace('format: jsonl } }', 'format: jsonl, follow: true } }')
      .replace('/paid.jsonl", ', '/paid-{n}.jsonl", everyMs: 300, ');
    await writeFile(dir.join('orders.jsonl'), '{"id":1,"status":"paid"}\n');
    await tested.deploy(followed);
    const text = await waitFor('the file', () =>
      readFile(dir.join('paid-000001.jsonl'), 'utf8').catch(() => undefined),
    );
    expect(JSON.parse(text)).toMatchObject({ id: 1 });
  });

  it('P9: loses nothing when the member is killed again and again, and each next one takes over its tasks', async () => {
    await using cluster = await TestCluster.create();
    await cluster.start('member-0');
    await cluster.deploy(pipeline(dir.path, { rate: 12_000 }));
    for (let kill = 0; kill < 3; kill++) {
      const before = JSON.stringify(await cluster.positions('paid-orders'));
      await waitFor('progress', async () => JSON.stringify(await cluster.positions('paid-orders')) !== before);
      await cluster.kill(`member-${kill}`);
      await cluster.start(`member-${kill + 1}`);
    }
    await cluster.expectState('paid-orders', 'ended');
    expect([...new Set(await written(dir.path))].sort((a, b) => a - b)).toEqual(expected);
  });
});
