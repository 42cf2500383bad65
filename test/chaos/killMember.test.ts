import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as after } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { PositionDto } from '../../runtime/api/contract.ts';
import { TestCluster } from '../support/testCluster.ts';

const KILLS = 20;
const RECORDS = 100_000;
const KEYS = 100;
/** Slow enough to be alive through all kills. */
const RATE = 8_000;
const SEED = 20_261_123;

it(
  'P3, P5, P9: loses no record, keeps the order of each key and steps back no position over twenty SIGKILLs',
  { timeout: 300_000 },
  async () => {
    await using cluster = await TestCluster.create();
    const random = seeded(SEED);
    const input = cluster.dir.join('orders.jsonl');
    await writeFile(input, Array.from({ length: RECORDS }, (_, id) => `{"id":${id},"key":"k${id % KEYS}"}\n`).join(''));
    await cluster.start('member-0');
    await cluster.deploy(document(input, cluster.dir.join('out.jsonl')));

    let known = new Map<string, number>();
    let stepsBack = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      // Anywhere: while it starts, reads, commits, or writes.
      await after(100 + random() * 1_900);
      const now = offsets(await cluster.positions('numbered'));
      stepsBack += countStepsBack(known, now);
      known = now;
      await cluster.kill(`member-${kill}`);
      await cluster.start(`member-${kill + 1}`);
    }
    await cluster.expectState('numbered', 'ended', undefined, 120_000);
    stepsBack += countStepsBack(known, offsets(await cluster.positions('numbered')));

    const written = (await readFile(cluster.dir.join('out.jsonl'), 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { id: number }).id);
    const distinct = new Set(written);
    const strangers = written.filter((id) => !(id >= 0 && id < RECORDS)).length;
    expect({ lost: RECORDS - distinct.size, reordered: countReordered([...distinct]), stepsBack, strangers }).toEqual({
      lost: 0,
      reordered: 0,
      stepsBack: 0,
      strangers: 0,
    });
  },
);

function document(input: string, output: string): string {
  return [
    'apiVersion: gantry/v1',
    'kind: Pipeline',
    'name: numbered',
    'bus: embedded',
    'nodes:',
    `  read: { source: files, config: { path: "${input}", format: jsonl, key: [key] }, rate: ${RATE} }`,
    '  events: { topic: numbered, queues: 4, converter: json }',
    `  write: { sink: files, config: { path: "${output}", format: jsonl } }`,
    'edges:',
    '  - read -> events',
    '  - events -> write',
    '',
  ].join('\n');
}

/** Where each queue's reader is; a source's own position has no order that a test could know. */
function offsets(positions: readonly PositionDto[]): Map<string, number> {
  const ofQueues = positions.filter((each) => typeof each.position['offset'] === 'number' && each.node === 'write');
  return new Map(ofQueues.map((each) => [each.key, each.position['offset'] as number]));
}

function countStepsBack(before: ReadonlyMap<string, number>, now: ReadonlyMap<string, number>): number {
  return [...before].filter(([queue, offset]) => (now.get(queue) ?? 0) < offset).length;
}

/** By first occurrence, since what was in flight at a kill is written again: the ids of one key must grow (P5). */
function countReordered(ids: readonly number[]): number {
  const last = new Map<number, number>();
  return ids.filter((id) => {
    const key = id % KEYS;
    const before = last.get(key) ?? -1;
    last.set(key, id);
    return id < before;
  }).length;
}

/** The same kills every time (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
