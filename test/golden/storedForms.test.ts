import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '@gantry/sdk';
import type { TestedMember } from '../../runtime/cluster/testing/memberHarness.ts';
import { MemberHarness } from '../../runtime/cluster/testing/memberHarness.ts';
import { document, sinkPlan, sourcePlan, spec } from '../../runtime/cluster/testing/specs.ts';

/** What version 1 keeps in the store: keys and forms. A change that makes this file differ needs a new version and a reader of both. */
const GOLDEN = new URL('./store-v1.json', import.meta.url);

const pipeline = spec('orders', [sourcePlan('in', 'events'), sinkPlan('out', 'events')]);

describe('stored forms, version 1', () => {
  let harness: MemberHarness;

  beforeEach(async () => {
    harness = await MemberHarness.create();
  });

  afterEach(() => harness.dispose());

  it('are written as the golden file says', async () => {
    const tested = await harness.start('m1');
    await tested.member.deploy(document(pipeline));
    await tested.host.task('in/all').commitPosition({ file: 'a.jsonl', line: 3 });
    await tested.host.task('out/task-0').commitOffsets({ 'events/0': 7 }, { length: 42 });
    await tested.member.stop('orders');
    expect(await entries(tested)).toEqual(await golden());
  });

  it('are read, and gone on from, as the golden file has them', async () => {
    const writer = await harness.start('writer');
    const writes = Object.entries(await golden()).map(([put, value]) => ({ put, value }));
    await writer.store.transact({ writes });
    await writer.member.close();
    const { member, host } = await harness.start('reader');
    expect(await member.deployment('orders')).toMatchObject({
      revision: 1,
      desired: 'stopped',
      state: 'stopped',
      text: document(pipeline),
    });
    await member.resume('orders');
    expect(await host.task('in/all').loaded).toEqual({
      kind: 'source',
      position: { file: 'a.jsonl', line: 3 },
      ended: false,
    });
    expect(await host.task('out/task-0').loaded).toEqual({
      kind: 'sink',
      offsets: { 'events/0': 7 },
      state: { length: 42 },
    });
  });
});

/** All that outlives a member. */
async function entries(tested: TestedMember): Promise<{ readonly [key: string]: Json }> {
  const kept = (await tested.store.list('')).filter((entry) => entry.lease === undefined);
  return Object.fromEntries(kept.map((entry) => [entry.key, entry.value]));
}

async function golden(): Promise<{ readonly [key: string]: Json }> {
  return JSON.parse(await readFile(GOLDEN, 'utf8')) as { readonly [key: string]: Json };
}
