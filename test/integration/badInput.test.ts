import { once } from 'node:events';
import { chmod, mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeploymentDto } from '../../runtime/api/contract.ts';
import { needMounts, needPermissions } from '../support/needs.ts';
import { runGantry } from '../support/runGantry.ts';
import type { GantryResult, RunGantryOptions } from '../support/runGantry.ts';
import { smallDisk } from '../support/smallDisk.ts';
import { spawnGantry, spawnMember } from '../support/spawnMember.ts';
import { tempDir } from '../support/tempDir.ts';
import type { TempDir } from '../support/tempDir.ts';
import { waitFor } from '../support/waitFor.ts';

const POLICIES = ['stop', 'skip', 'dead-letter'] as const;
type Policy = (typeof POLICIES)[number];

/** Peak memory of a run, whatever it meets. */
const MAX_RSS_BYTES = 400_000_000;
const MANY = 60_000;

interface Trial {
  readonly policy?: Policy;
  readonly input?: string;
  readonly output?: string;
  /** A transform between source and topic, as it stands in the document. */
  readonly transform?: string;
}

let dir: TempDir;

beforeEach(async () => {
  dir = await tempDir('gantry-bad-');
});
afterEach(() => dir[Symbol.asyncDispose]());

function documentOf({ policy = 'stop', input = 'in.jsonl', output = 'out.jsonl', transform }: Trial): string {
  return [
    'apiVersion: gantry/v1',
    'kind: Pipeline',
    'name: trial',
    'bus: embedded',
    `errors: { policy: ${policy}, retries: 2, backoffMs: 20 }`,
    'nodes:',
    `  read: { source: files, config: { path: ${input} } }`,
    ...(transform === undefined ? [] : [`  change: ${transform}`]),
    '  topic: { topic: trial-records, converter: json }',
    `  write: { sink: files, config: { path: ${output} } }`,
    'edges:',
    ...(transform === undefined ? ['  - read -> topic'] : ['  - read -> change', '  - change -> topic']),
    '  - topic -> write',
    '',
  ].join('\n');
}

const gantry = (args: readonly string[], options: Partial<RunGantryOptions> = {}): Promise<GantryResult> =>
  runGantry(args, { cwd: dir.path, ...options });

async function run(trial: Trial, options: Partial<RunGantryOptions> = {}): Promise<GantryResult> {
  await writeFile(dir.join('trial.yaml'), documentOf(trial));
  return gantry(['run', 'trial.yaml', '--until-idle', '500ms', '--data', 'data'], options);
}

/** Rows of a file, whether it is complete or still the part that a later run goes on with. */
async function rows(path = 'out.jsonl'): Promise<readonly Record<string, unknown>[]> {
  const text = await readFile(dir.join(path), 'utf8').catch(() => readFile(dir.join(`${path}.part`), 'utf8'));
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

interface Letter {
  readonly after: { readonly value: string };
  readonly headers: { readonly [name: string]: string };
}

/** The dead letters, read the way a user reads them: by a pipeline from their topic into a file. */
async function deadLetters(): Promise<readonly { readonly body: Buffer; readonly headers: Letter['headers'] }[]> {
  await writeFile(
    dir.join('letters.yaml'),
    [
      'apiVersion: gantry/v1',
      'kind: Pipeline',
      'name: letters',
      'bus: embedded',
      'nodes:',
      '  dead: { topic: trial.dead-letters, converter: bytes }',
      '  file: { sink: files, config: { path: letters.jsonl, what: record } }',
      'edges:',
      '  - dead -> file',
      '',
    ].join('\n'),
  );
  const read = await gantry(['run', 'letters.yaml', '--until-idle', '500ms', '--data', 'data']);
  expect(read.code, read.stderr).toBe(0);
  return ((await rows('letters.jsonl')) as unknown as Letter[]).map(({ after, headers }) => ({
    body: Buffer.from(after.value, 'base64'),
    headers,
  }));
}

/** What a policy makes of a run in which one record of three is bad: the second. */
async function expectPolicy(policy: Policy, result: GantryResult, message: string): Promise<void> {
  expect(result.stderr).toContain(message);
  if (policy === 'stop') {
    expect([result.code, result.stdout]).toEqual([1, expect.stringMatching(/^trial: failed/)]);
    expect(result.stderr).toMatch(/^hint: /m);
    return;
  }
  const left = policy === 'skip' ? '1 skipped' : '1 dead letter,';
  expect([result.code, result.stdout], result.stderr).toEqual([0, expect.stringMatching(/^trial: ended/)]);
  expect(result.stdout).toContain(left);
  expect((await rows()).map(({ id }) => id)).toEqual([1, 3]);
}

const cases = [
  {
    what: 'a malformed line',
    input: 'in.jsonl',
    text: '{"id":1}\n{"id":2\n{"id":3}\n',
    mended: '{"id":1}\n{"id":2}\n{"id":3}\n',
    message: 'in.jsonl:2 is not valid JSON: at character 8',
    original: '{"id":2',
  },
  {
    what: 'a row that lacks a column',
    input: 'in.csv',
    text: 'id,amount\n1,5\n2\n3,7\n',
    mended: 'id,amount\n1,5\n2,6\n3,7\n',
    message: "in.csv:3 has 1 cells where there are 2 columns; 'amount' is missing",
    original: '2',
  },
  {
    what: 'bytes that are no UTF-8',
    input: 'in.jsonl',
    text: Buffer.from('{"id":1}\n{"id":2,"name":"caf\xe9"}\n{"id":3}\n', 'latin1'),
    mended: '{"id":1}\n{"id":2,"name":"café"}\n{"id":3}\n',
    message: 'in.jsonl:2 is not valid UTF-8 at byte 28 of the file (0xe9)',
    original: Buffer.from('{"id":2,"name":"caf\xe9"}', 'latin1'),
  },
] as const;

describe.each(cases)('$what', ({ input, text, mended, message, original }) => {
  it.each(POLICIES)('%s: says file, line and cause, and loses nothing else', async (policy) => {
    await writeFile(dir.join(input), text);
    await expectPolicy(policy, await run({ policy, input }), message);
    if (policy === 'dead-letter') {
      const [letter, ...others] = await deadLetters();
      expect([letter?.body, others]).toEqual([Buffer.from(original), []]);
      expect(letter?.headers).toMatchObject({ 'dead-letter-message': message, 'dead-letter-node': 'read' });
      expect(JSON.parse(letter?.headers['dead-letter-position'] ?? '')).toMatchObject({ reading: { path: input } });
    }
    if (policy !== 'stop') return;
    // What came before it is delivered, and once the line is mended the rest is, and nothing twice.
    expect((await rows()).map(({ id }) => id)).toEqual([1]);
    await writeFile(dir.join(input), mended);
    const again = await run({ policy, input });
    expect([again.code, (await rows()).map(({ id }) => id)], again.stderr).toEqual([0, [1, 2, 3]]);
  });
});

describe('a value of the wrong type', () => {
  const input = 'in.csv';
  const transform = '{ transform: cast, config: { fields: { amount: int32 } } }';

  it.each(POLICIES)('%s: says file, line and field, and loses nothing else', async (policy) => {
    await writeFile(dir.join(input), 'id,amount\n1,5\n2,x\n3,7\n');
    const result = await run({ policy, input, transform });
    await expectPolicy(
      policy,
      result,
      'the field amount holds a string that cannot become int32 without loss (at change, in.csv:3)',
    );
    if (policy === 'dead-letter') {
      const [letter] = await deadLetters();
      expect(letter?.headers).toMatchObject({
        'dead-letter-at': 'in.csv:3',
        'dead-letter-code': 'transforms.not_convertible',
        'dead-letter-node': 'change',
        'dead-letter-stage': 'transform',
      });
      expect(letter?.body.includes('amount')).toBe(true);
    }
    if (policy !== 'stop') return;
    await writeFile(dir.join(input), 'id,amount\n1,5\n2,6\n3,7\n');
    expect((await run({ policy, input, transform })).code).toBe(0);
    expect(await rows()).toEqual([1, 2, 3].map((id) => ({ id, amount: id + 4 })));
  });
});

describe('a missing column', () => {
  it.each(POLICIES)('%s: an expression that asks for one says where', async (policy) => {
    await writeFile(dir.join('in.jsonl'), '{"id":1,"n":1}\n{"id":2}\n{"id":3,"n":3}\n');
    const transform = '{ transform: filter, config: { where: after.n > 0 } }';
    const result = await run({ policy, transform });
    await expectPolicy(policy, result, 'no such key: n (at change, in.jsonl:2)');
  });

  it('a column that the options name is looked for before anything is read', async () => {
    await writeFile(dir.join('in.csv'), 'id,amount\n1,5\n');
    const result = await run({ input: 'in.csv, key: [order_id]' });
    expect([result.code, result.stderr]).toEqual([
      1,
      expect.stringContaining("in.csv has no column 'order_id'; it has id, amount"),
    ]);
  });
});

describe('an unreadable file', () => {
  const need = needPermissions();

  it.skipIf(!need.ok)('says which file may not be read, and reads it once it may', async () => {
    if (!need.ok) return;
    const through = need.path === '' ? [] : [need.path, '--bounding-set=-dac_override,-dac_read_search'];
    await writeFile(dir.join('in.jsonl'), '{"id":1}\n');
    await chmod(dir.join('in.jsonl'), 0o000);
    const refused = await run({}, { through });
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringMatching(/error files\.access_denied {2}in\.jsonl may not be read\nhint: Give the user/),
    ]);
    await chmod(dir.join('in.jsonl'), 0o600);
    expect([(await run({}, { through })).code, await rows()]).toEqual([0, [{ id: 1 }]]);
  });

  it('says that a file is not there, and that a folder is empty', async () => {
    const missing = await run({});
    expect([missing.code, missing.stderr]).toEqual([
      1,
      expect.stringContaining('error files.not_found  in.jsonl does not exist\nhint: Check the path'),
    ]);
    await mkdir(dir.join('in.jsonl'));
    const folder = await run({});
    expect([folder.code, folder.stderr]).toEqual([
      1,
      expect.stringContaining('error files.nothing_matches  the folder in.jsonl has no file to read\nhint: '),
    ]);
  });
});

describe('an unknown key in the document', () => {
  it('is refused with its line, a caret and what was probably meant, before anything runs', async () => {
    await writeFile(dir.join('trial.yaml'), documentOf({}).replace('errors: { policy', 'errors: { polciy'));
    const refused = await gantry(['run', 'trial.yaml', '--until-idle', '500ms']);
    expect([refused.code, refused.stdout]).toEqual([3, '']);
    expect(refused.stderr).toMatch(/^trial\.yaml:5:11 {2}error spec\.key_unknown .*"polciy"/m);
    expect(refused.stderr).toMatch(/^ +\| +\^+$/m);
    expect(refused.stderr).toContain('hint: Did you mean "policy"?');
  });
});

describe('a line of a gigabyte', () => {
  it.each(POLICIES)('%s: is named, and never held in memory', async (policy) => {
    // A hole in the file: a line of zero bytes that takes no disk.
    const file = await open(dir.join('in.jsonl'), 'w');
    await file.write('{"id":1}\n{"id":2}');
    await file.write('\n{"id":3}\n', 2 ** 30);
    await file.close();
    const result = await run({ policy });
    const message = `in.jsonl:2 is longer than maxLineBytes (16777216): ${2 ** 30 - 8} bytes`;
    expect(result.stderr).toContain(message);
    expect(result.peakRssBytes).toBeLessThan(MAX_RSS_BYTES);
    await expectPolicy(policy, result, message);
    if (policy === 'stop') expect(await rows()).toEqual([{ id: 1 }]);
  });
});

describe('a full disk', () => {
  const need = needMounts();

  beforeEach(async () => {
    await writeFile(
      dir.join('in.jsonl'),
      Array.from({ length: MANY }, (_, id) => `{"id":${id},"note":"${'x'.repeat(80)}"}\n`).join(''),
    );
  });

  const expectAll = async (output: string): Promise<void> =>
    expect((await rows(output)).map(({ id }) => id).sort((a, b) => Number(a) - Number(b))).toEqual(
      Array.from({ length: MANY }, (_, id) => id),
    );

  it.skipIf(!need.ok)('where the sink writes: the run fails by name, the next one goes on', async () => {
    await using disk = await smallDisk(dir.join('disk'), 2);
    const full = await run({ output: 'disk/out.jsonl' });
    expect([full.code, full.stderr]).toEqual([
      1,
      expect.stringMatching(
        /^error files\.disk_full {2}no space is left for disk\/out\.jsonl.*\nhint: Free some space/m,
      ),
    ]);
    disk.grow(64);
    expect((await run({ output: 'disk/out.jsonl' })).code).toBe(0);
    await expectAll('disk/out.jsonl');
  });

  it.skipIf(!need.ok)('where the sink writes: a member waits, and goes on by itself', async () => {
    await using disk = await smallDisk(dir.join('disk'), 2);
    const member = await spawnMember(dir.join('data'), ['--workspace', dir.path]);
    try {
      const text = documentOf({ output: 'disk/out.jsonl' }).replace('retries: 2', 'retries: -1, maxBackoffMs: 500');
      await member.call('PUT', '/deployments/trial', { text });
      const look = (): Promise<DeploymentDto> => member.call('GET', '/deployments/trial');
      const waiting = await waitFor('the sink waits for room', async () =>
        (await look()).tasks.find((task) => task.error?.code === 'files.disk_full'),
      );
      expect(waiting.state).toBe('retrying');
      disk.grow(64);
      await waitFor('it has ended', async () => (await look()).state === 'ended', 60_000);
      await expectAll('disk/out.jsonl');
    } finally {
      await member.terminate();
    }
  });

  it.skipIf(!need.ok)(
    'where bus and positions are: the run fails by name, the next one loses and doubles nothing',
    async () => {
      await using disk = await smallDisk(dir.join('data'), 6);
      const full = await run({});
      expect(full.code, full.stderr).toBe(1);
      expect(full.stderr).toMatch(/^error (bus\.disk_full|cluster\.store_full|cluster\.store_failed) .*\nhint: \S/m);
      disk.grow(256);
      const again = await run({});
      expect(again.code, again.stderr).toBe(0);
      await expectAll('out.jsonl');
    },
  );
});

describe('a killed process', () => {
  it('goes on where it was, and its file has every record once', async () => {
    await writeFile(dir.join('in.jsonl'), Array.from({ length: 5_000 }, (_, id) => `{"id":${id}}\n`).join(''));
    await writeFile(
      dir.join('trial.yaml'),
      documentOf({}).replace('jsonl } }\n  topic', 'jsonl }, rate: 2000 }\n  topic'),
    );
    const child = spawnGantry(['run', 'trial.yaml', '--until-idle', '500ms', '--data', 'data'], { cwd: dir.path });
    const gone = once(child, 'exit');
    await waitFor('half of it is written', async () => (await rows()).length > 1_000);
    child.kill('SIGKILL');
    await gone;
    const again = await gantry(['run', 'trial.yaml', '--until-idle', '500ms', '--data', 'data']);
    expect(again.code, again.stderr).toBe(0);
    // Read twice, perhaps: what was on the bus without a stored position is sent again. Lost is nothing, and no line is torn.
    expect([...new Set((await rows()).map(({ id }) => id))]).toEqual(Array.from({ length: 5_000 }, (_, id) => id));
  });
});
