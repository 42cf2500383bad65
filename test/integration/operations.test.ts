import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DeploymentDto, PositionDto } from '../../runtime/api/contract.ts';
import { runGantry } from '../support/runGantry.ts';
import type { GantryResult } from '../support/runGantry.ts';
import { spawnMember } from '../support/spawnMember.ts';
import type { SpawnedMember } from '../support/spawnMember.ts';
import { tempDir } from '../support/tempDir.ts';
import type { TempDir } from '../support/tempDir.ts';
import { waitFor } from '../support/waitFor.ts';

const LINES = 20_000;
const ALL = Array.from({ length: LINES }, (_, id) => id);

let dir: TempDir;
let member: SpawnedMember;

beforeAll(async () => {
  dir = await tempDir('gantry-operations-');
  await writeFile(dir.join('in.jsonl'), ALL.map((id) => `{"id":${id}}\n`).join(''));
  member = await spawnMember(dir.join('data'), ['--workspace', dir.path]);
});
afterAll(async () => {
  await member.terminate();
  await dir[Symbol.asyncDispose]();
});

const documentOf = (name: string, rate = 1_000_000, where = 'true'): string => `apiVersion: gantry/v1
kind: Pipeline
name: ${name}
bus: embedded
nodes:
  read: { source: files, config: { path: in.jsonl }, rate: ${rate} }
  some: { transform: filter, config: { where: "${where}" } }
  all: { topic: ${name}-all, queues: 2 }
  out: { sink: files, config: { path: ${name}.jsonl } }
edges: [read -> some, some -> all, all -> out]
`;

const gantry = (...args: readonly string[]): Promise<GantryResult> =>
  runGantry([...args, '--to', member.url, '--json'], { cwd: dir.path, env: { XDG_STATE_HOME: member.dataDir } });

/** Does it, and it is done. */
async function done<T>(...args: readonly string[]): Promise<T> {
  const result = await gantry(...args);
  expect(result.code, `${args.join(' ')}: ${result.stdout}${result.stderr}`).toBe(0);
  return result.json<T>();
}

async function deploy(name: string, text = documentOf(name)): Promise<void> {
  await writeFile(dir.join(`${name}.yaml`), text);
  await done('deploy', `${name}.yaml`);
}

const look = (name: string): Promise<DeploymentDto> => member.call('GET', `/deployments/${name}`);

const reaches = (name: string, state: string): Promise<DeploymentDto> =>
  waitFor(
    `${name} is ${state}`,
    async () => {
      const deployment = await look(name);
      return deployment.state === state && deployment;
    },
    60_000,
  );

const readBy = async (name: string): Promise<number> =>
  (await look(name)).tasks.find(({ kind }) => kind === 'source')?.figures.recordsIn ?? 0;

async function written(name: string): Promise<readonly number[]> {
  const text = await readFile(dir.join(`${name}.jsonl`), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { id: number }).id)
    .sort((a, b) => a - b);
}

it('P1, P2, P3: pause, resume, stop and restart lose and repeat nothing', async () => {
  await deploy('moved', documentOf('moved', 500));
  for (const verbs of [['pause', 'resume'], ['stop', 'resume'], ['restart'], ['pause', 'stop', 'resume']]) {
    const before = await readBy('moved');
    await waitFor('more is read', async () => (await readBy('moved')) !== before);
    for (const verb of verbs) await done(verb, 'moved');
  }
  // It took its time until here; the rest need not.
  await deploy('moved', documentOf('moved', 1_000_000));
  await reaches('moved', 'ended');
  expect(await written('moved')).toEqual(ALL);
});

it('keeps the positions when a changed filter is deployed while it runs', async () => {
  await deploy('refiltered', documentOf('refiltered', 1_000));
  await waitFor(
    'some of it is stored',
    async () => (await done<PositionDto[]>('positions', 'get', 'refiltered')).length > 1,
  );
  await deploy('refiltered', documentOf('refiltered', 1_000_000, 'after.id % 2 == 0'));
  await reaches('refiltered', 'ended');
  const ids = await written('refiltered');
  const odd = ids.filter((id) => id % 2 === 1);
  // All before the change, the even ones after it, none twice.
  expect(odd.length).toBeLessThan(LINES / 2);
  expect(ids).toEqual(ALL.filter((id) => id % 2 === 0 || id <= Math.max(-1, ...odd)));
});

it('moves positions only of what rests, to where a person says', async () => {
  await deploy('rewound');
  await reaches('rewound', 'ended');
  await done('stop', 'rewound');
  const positions = await done<PositionDto[]>('positions', 'get', 'rewound');
  const source = positions.find(({ node }) => node === 'read');
  expect(source?.position).toMatchObject({ reading: { path: 'in.jsonl', line: LINES } });

  const half = JSON.stringify({ files: { 'in.jsonl': { offset: bytesBefore(LINES / 2), line: LINES / 2 } } });
  await done('positions', 'set', 'rewound', '--node', 'read', '--key', source?.key ?? '', '--position', half);
  await done('resume', 'rewound');
  const refused = await gantry('positions', 'reset', 'rewound', '--yes');
  await reaches('rewound', 'ended');
  expect(await written('rewound')).toEqual([...ALL, ...ALL.slice(LINES / 2)].sort((a, b) => a - b));
  expect([refused.code, refused.json()]).toMatchObject([1, { error: { code: 'cluster.not_stopped' } }]);

  await done('stop', 'rewound');
  await done('positions', 'reset', 'rewound', '--node', 'read', '--yes');
  await done('resume', 'rewound');
  await reaches('rewound', 'ended');
  expect(await written('rewound')).toHaveLength(LINES * 2.5);
});

it('asks before it deletes, and a new namesake begins anew', async () => {
  await deploy('removed');
  await reaches('removed', 'ended');
  const asked = await gantry('delete', 'removed');
  expect([asked.code, asked.json()]).toMatchObject([
    2,
    { error: { hint: expect.stringContaining('--yes') as string } },
  ]);
  await done('delete', 'removed', '--yes', '--forget-positions');
  expect((await gantry('status', 'removed')).code).toBe(1);
  await deploy('removed', documentOf('removed').replace('removed-all', 'removed-new'));
  await reaches('removed', 'ended');
  expect(await written('removed')).toEqual(ALL);
});

function bytesBefore(line: number): number {
  return ALL.slice(0, line).reduce((sum, id) => sum + `{"id":${id}}\n`.length, 0);
}
