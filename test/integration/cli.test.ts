import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DeploymentDto, PositionDto } from '../../runtime/api/contract.ts';
import { runGantry } from '../support/runGantry.ts';
import type { GantryResult } from '../support/runGantry.ts';
import { spawnGantry, spawnMember } from '../support/spawnMember.ts';
import type { SpawnedMember } from '../support/spawnMember.ts';
import { tempDir } from '../support/tempDir.ts';
import type { TempDir } from '../support/tempDir.ts';
import { waitFor } from '../support/waitFor.ts';

const ROWS = 500;

let dir: TempDir;
let member: SpawnedMember;

/** A pipeline over a file of the test's folder; relative paths, for the working folder is the workspace. */
const documentOf = (name: string, where = 'after.n % 2 == 0'): string => `# a comment that stays
apiVersion: gantry/v1
kind: Pipeline
name: ${name}
bus: embedded
nodes:
  numbers: { source: files, config: { path: numbers.csv, format: csv } }
  even: { transform: filter, config: { where: "${where}" } }
  out: { sink: files, config: { path: ${name}.jsonl, format: jsonl } }
edges:
  - numbers -> even
  - even -> out
`;

const gantry = (...args: readonly string[]): Promise<GantryResult> => runGantry(args, { cwd: dir.path });
/** Against the member; its token is found through the note it left. */
const remote = (...args: readonly string[]): Promise<GantryResult> =>
  runGantry([...args, '--to', member.url], { cwd: dir.path, env: { XDG_STATE_HOME: member.dataDir } });

beforeAll(async () => {
  dir = await tempDir('gantry-cli-');
  await writeFile(dir.join('numbers.csv'), `n\n${Array.from({ length: ROWS }, (_, n) => n).join('\n')}\n`);
  await writeFile(dir.join('evens.yaml'), documentOf('evens'));
  await writeFile(dir.join('broken.yaml'), documentOf('broken').replace('where:', 'wehre:'));
  const workspace = dir.join('workspace');
  await mkdir(workspace);
  await writeFile(dir.join('workspace', 'numbers.csv'), await readFile(dir.join('numbers.csv')));
  member = await spawnMember(dir.join('data'), ['--workspace', workspace]);
});

afterAll(async () => {
  expect(await member.terminate(), member.stderr()).toBe(0);
  await dir[Symbol.asyncDispose]();
});

describe('without a member', () => {
  test('validate says where and why, for people and for programs, and ends with 3', async () => {
    const good = await gantry('validate', 'evens.yaml');
    expect([good.code, good.stdout]).toEqual([0, 'evens.yaml: valid\n']);
    const bad = await gantry('validate', 'broken.yaml');
    expect(bad.code).toBe(3);
    expect(bad.stdout).toMatch(/^broken\.yaml:\d+:\d+ {2}error [\w.]+ {2}.*wehre/m);
    expect(bad.stdout).toContain('^');
    expect(bad.stdout).toContain('Did you mean "where"?');
    expect(bad.stdout).not.toContain('\u001b[');
    const both = await gantry('validate', 'evens.yaml', 'broken.yaml', '--json');
    expect(both.json<{ valid: boolean }[]>().map(({ valid }) => valid)).toEqual([true, false]);
    expect((await runGantry(['validate', '-'], { cwd: dir.path, input: documentOf('piped') })).code).toBe(0);
    expect((await gantry('validate', 'nothing.yaml')).code).toBe(2);
  });

  test('compile prints the spec, the same for a document that only looks different', async () => {
    const spec = (await gantry('compile', 'evens.yaml')).json<{ pipeline: string; hash: string }>();
    await writeFile(dir.join('moved.yaml'), `${documentOf('evens')}layout:\n  out: [1, 2]\n`);
    const moved = (await gantry('compile', 'moved.yaml', '--json')).json<{ spec: { hash: string } }>();
    expect([spec.pipeline, moved.spec.hash]).toEqual(['evens', spec.hash]);
    expect((await gantry('compile', 'broken.yaml', '--json')).code).toBe(3);
  });

  test('run ends by itself with every record, and goes on from there the next time', async () => {
    const first = await gantry('run', 'evens.yaml', '--until-idle', '500ms', '--json');
    expect([first.code, first.stderr]).toEqual([0, '']);
    expect(first.json()).toMatchObject({ pipeline: 'evens', outcome: 'ended', recordsIn: ROWS, recordsOut: ROWS / 2 });
    expect((await readFile(dir.join('evens.jsonl'), 'utf8')).trim().split('\n')).toHaveLength(ROWS / 2);
    const again = await gantry('run', 'evens.yaml', '--until-idle', '500ms');
    expect([again.code, again.stdout]).toEqual([0, expect.stringMatching(/^evens: ended, 0 records in, 0 out/)]);
    const fresh = await gantry('run', 'evens.yaml', '--until-idle', '500ms', '--fresh', '--json');
    expect(fresh.json()).toMatchObject({ outcome: 'ended', recordsIn: ROWS, recordsOut: ROWS / 2 });
  });

  test('run ends with 3 for a document that does not compile and with 1 for a task that fails', async () => {
    const invalid = await gantry('run', 'broken.yaml', '--until-idle', '1s');
    expect([invalid.code, invalid.stderr]).toEqual([3, expect.stringContaining('wehre')]);
    await writeFile(dir.join('missing.yaml'), documentOf('missing').replace('numbers.csv', 'nothing.csv'));
    const failed = await gantry('run', 'missing.yaml', '--until-idle', '1s', '--json');
    expect([failed.code, failed.stdout]).toEqual([1, expect.stringContaining('nothing.csv')]);
  });

  test('run that is told to stop drains and says that it is not done', async () => {
    const text = documentOf('endless')
      .replace('files, config: { path: numbers.csv, format: csv }', 'generator, config: { kind: orders, rate: 100 }')
      .replace('after.n % 2 == 0', 'true');
    await writeFile(dir.join('endless.yaml'), text);
    const child = spawnGantry(['run', 'endless.yaml', '--until-idle', '60s', '--json'], { cwd: dir.path });
    const closed = once(child, 'close');
    let printed = '';
    child.stdout?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    try {
      await waitFor('records arrive', async () =>
        (await readdir(dir.path)).some((name) => name.includes('endless.jsonl')),
      );
    } finally {
      child.kill('SIGTERM');
      await closed;
    }
    expect([child.exitCode, JSON.parse(printed)]).toMatchObject([1, { outcome: 'stopped' }]);
  });

  test('config prints what is in force and from where', async () => {
    await writeFile(dir.join('gantry.yaml'), 'logLevel: warn\n');
    const config = await runGantry(['config', '--port', '9', '--json'], { cwd: dir.path, env: { GANTRY_HOST: '::1' } });
    expect(config.json()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'port', value: 9, from: 'flag' }),
        expect.objectContaining({ name: 'host', value: '::1', from: 'GANTRY_HOST' }),
        expect.objectContaining({ name: 'logLevel', value: 'warn', from: dir.join('gantry.yaml') }),
        expect.objectContaining({ name: 'data', value: dir.join('.gantry'), from: 'default' }),
      ]),
    );
    expect((await gantry('config')).stdout).toMatch(/^SETTING +VALUE +FROM/);
  });

  test('bad use ends with 2 and one line with the way out', async () => {
    const result = await gantry('valdiate', 'evens.yaml');
    expect([result.code, result.stdout, result.stderr]).toEqual([
      2,
      '',
      'error cli.usage  there is no command valdiate\nhint: Did you mean "validate"?\n',
    ]);
    expect((await gantry('--help')).code).toBe(0);
    expect((await gantry('list', '--to', 'http://127.0.0.1:1')).code).toBe(1);
  });

  test('a port in use and an exposed address are said plainly', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    const busy = await gantry('member', '--data', dir.join('other'), '--port', String(port), '--json');
    expect([busy.code, busy.json()]).toMatchObject([
      1,
      { error: { code: 'api.port_in_use', hint: expect.stringContaining('--port 0') } },
    ]);
    taken.close();
    const exposed = await gantry('member', '--data', dir.join('other'), '--host', '0.0.0.0', '--port', '0', '--json');
    expect([exposed.code, exposed.json()]).toMatchObject([2, { error: { code: 'api.exposure_refused' } }]);
  });
});

describe('with a member', () => {
  test('every verb works, in text and JSON', async () => {
    expect((await remote('diff', 'evens.yaml', '--json')).json()).toMatchObject({ pipeline: 'evens', revision: null });
    const deployed = await remote('deploy', 'evens.yaml', '--json');
    expect([deployed.code, deployed.json()], deployed.stderr).toMatchObject([0, { name: 'evens', revision: 1 }]);
    await waitFor(
      'it has ended',
      async () => (await remote('status', 'evens', '--json')).json<DeploymentDto>().state === 'ended',
      60_000,
    );
    expect((await readFile(dir.join('workspace', 'evens.jsonl'), 'utf8')).trim().split('\n')).toHaveLength(ROWS / 2);
    expect((await remote('status', 'evens')).stdout).toMatch(/numbers\/\S+ +source +ended/);
    expect((await remote('list')).stdout).toMatch(/^NAME[^]*\nevens +ended/);
    expect((await remote('list', '--json')).json()).toHaveLength(1);
    expect((await remote('diff', 'evens.yaml')).stdout).toBe('evens: the same as revision 1\n');
    await writeFile(dir.join('odds.yaml'), documentOf('evens', 'after.n % 2 == 1'));
    expect((await remote('diff', 'odds.yaml')).stdout).toMatch(/~ transform even: config\.where/);
    expect((await remote('deploy', 'odds.yaml', '--base-revision', '7', '--json')).json()).toMatchObject({
      error: { code: 'cluster.revision_stale' },
    });

    const running = await remote(
      'positions',
      'set',
      'evens',
      '--node',
      'numbers',
      '--key',
      'x',
      '--position',
      '{}',
      '--json',
    );
    expect(running.code).not.toBe(0);
    expect((await remote('stop', 'evens', '--json')).json()).toMatchObject({ desired: 'stopped' });
    const positions = (await remote('positions', 'get', 'evens', '--json')).json<PositionDto[]>();
    expect(positions.length).toBeGreaterThan(0);
    await writeFile(dir.join('positions.json'), JSON.stringify(positions));
    expect(
      (await remote('positions', 'set', 'evens', '--file', 'positions.json', '--json'))
        .json<PositionDto[]>()
        .map(({ position }) => position),
    ).toEqual(positions.map(({ position }) => position));
    expect((await remote('positions', 'reset', 'evens')).code, 'asks first').toBe(2);
    expect((await remote('positions', 'reset', 'evens', '--yes', '--json')).code).toBe(0);
    for (const verb of ['resume', 'pause', 'resume', 'restart'])
      expect((await remote(verb, 'evens', '--json')).code, verb).toBe(0);

    const secret = await runGantry(['secret', 'set', 'dw', '--to', member.url, '--data', 'data'], {
      cwd: dir.path,
      input: 'hunter2-hunter2\n',
    });
    expect([secret.code, secret.stdout.includes('hunter2')], secret.stderr).toEqual([0, false]);
    expect((await remote('secret', 'list', '--json')).json()).toEqual({ names: ['dw'] });
    expect((await remote('secret', 'remove', 'dw')).code).toBe(0);

    expect((await remote('delete', 'evens')).code, 'asks first').toBe(2);
    expect((await remote('delete', 'evens', '--yes', '--forget-positions', '--json')).json()).toEqual({
      name: 'evens',
      positions: 'forget',
    });
    expect([(await remote('status', 'evens')).code, (await remote('deploy', 'broken.yaml')).code]).toEqual([1, 3]);
  });

  test('a wrong token is refused, and the right one is found by itself or given', async () => {
    const token = (await readFile(dir.join('data', 'token'), 'utf8')).trim();
    const elsewhere = (...args: readonly string[]): Promise<GantryResult> =>
      runGantry(['list', '--to', member.url, '--json', ...args], {
        cwd: dir.path,
        env: { XDG_STATE_HOME: dir.join('nowhere') },
      });
    expect((await elsewhere()).json()).toMatchObject({ error: { code: 'api.unauthenticated' } });
    expect((await elsewhere('--token', 'wrong-wrong-wrong')).code).toBe(1);
    expect((await elsewhere('--token', token)).code).toBe(0);
    expect((await elsewhere('--data', 'data')).code).toBe(0);
  });
});
