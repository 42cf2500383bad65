import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TOKEN, startTestServer } from '../api/testing/testServer.ts';
import type { TestServer } from '../api/testing/testServer.ts';
import type { RuntimeSpec } from '../compile/plan.ts';
import { COMMANDS } from './commands.ts';
import { runCli } from './program.ts';
import { createTestIo } from './testing/testIo.ts';
import type { TestIo } from './testing/testIo.ts';
import type { CliIo } from './io.ts';

let api: TestServer;
let dir: string;

const specOf = (text: string): RuntimeSpec => ({
  version: 1,
  pipeline: /^name: (.+)$/m.exec(text)?.[1] ?? '',
  hash: text,
  delivery: 'at-least-once',
  bus: { type: 'embedded' },
  connections: {},
  topics: [{ name: text.includes('two') ? 'two' : 'one', queues: 1, implied: false, retention: {} }],
  connectors: [],
  maskedFields: [],
});

beforeAll(async () => {
  api = await startTestServer({
    compile: async (text) =>
      text.startsWith('name: ')
        ? { spec: specOf(text), diagnostics: [] }
        : { diagnostics: [{ code: 'spec.bad', severity: 'error', message: 'bad', path: '' }] },
  });
  dir = await mkdtemp(join(tmpdir(), 'gantry-cli-'));
  await writeFile(join(dir, 'a.yaml'), 'name: a\n');
  await writeFile(join(dir, 'broken.yaml'), 'nodes: {}\n');
});

afterAll(async () => {
  await api.close();
  await rm(dir, { recursive: true });
});

/** Runs a command line against the test server; gives the exit code and what was printed. */
async function gantry(
  line: string,
  options: Partial<CliIo> = {},
): Promise<{ code: number; io: TestIo; json: unknown }> {
  const io = createTestIo({
    cwd: dir,
    env: { GANTRY_TOKEN: TOKEN, GANTRY_TO: api.server.url, XDG_STATE_HOME: dir },
    ...options,
  });
  const code = await runCli(
    line.split(' ').filter((word) => word !== ''),
    io,
  );
  const json = line.includes('--json') ? JSON.parse(io.printed.at(-1) ?? 'null') : undefined;
  return { code, io, json };
}

describe('the command line', () => {
  test('prints help and version without complaint', async () => {
    const help = await gantry('--help');
    expect(help.code).toBe(0);
    for (const { name, summary } of COMMANDS)
      expect(help.io.printed.join('\n')).toMatch(new RegExp(`${name}\\b.*${summary.slice(0, 20)}`));
    expect((await gantry('--version')).io.printed[0]).toMatch(/^\d+\.\d+\.\d+/);
    expect((await gantry('deploy --help')).io.printed.join('\n')).toContain('--to <url>');
    expect((await gantry('help deploy')).io.printed.join('\n')).toContain('--to <url>');
  });

  test('takes bad use for what it is, and guesses what was meant', async () => {
    const cases: readonly (readonly [line: string, complaint: RegExp])[] = [
      ['', /no command/],
      ['stauts a', /no command stauts[^]*Did you mean "status"/],
      ['status', /missing required argument/],
      ['status a --nothing', /unknown option/],
      ['positions', /no sub-command/],
      ['positions get', /missing required argument/],
      ['positions set a --node in', /needs --node, --key and --position/],
      ['run a.yaml --until-idle soon', /cannot be soon/],
      ['validate nothing.yaml', /cannot be read \(ENOENT\)/],
      ['list --to ftp://x', /no address/],
      ['delete a', /Nobody can be asked/],
    ];
    for (const [line, complaint] of cases) {
      const { code, io } = await gantry(line);
      expect([code, io.complained.join('\n')], line).toEqual([2, expect.stringMatching(complaint)]);
      expect(io.complained, line).toHaveLength(2);
    }
  });

  test('deploys, compares, lists, shows and controls', async () => {
    expect((await gantry('deploy a.yaml --json')).json).toMatchObject({ name: 'a', revision: 1 });
    expect((await gantry('diff a.yaml')).io.printed).toEqual(['a: the same as revision 1']);
    await writeFile(join(dir, 'changed.yaml'), 'name: a\n# two\n');
    expect((await gantry('diff changed.yaml --json')).json).toMatchObject({
      changes: [
        { kind: 'removed', name: 'one' },
        { kind: 'added', name: 'two' },
      ],
      topicsLeft: ['one'],
    });
    expect((await gantry('diff changed.yaml')).io.printed.join('\n')).toContain('+ topic two');
    expect((await gantry('deploy a.yaml --base-revision 9 --json')).json).toMatchObject({
      error: { code: 'cluster.revision_stale' },
    });
    expect((await gantry('list')).io.printed.map((line) => line.split(/\s+/).slice(0, 2))).toEqual([
      ['NAME', 'STATE'],
      ['a', 'running'],
    ]);
    const status = (await gantry('status a')).io.printed.join('\n');
    expect(status).toMatch(/in\/all +source +running +memory/);
    expect(status).toContain('files.line_malformed');
    expect([status, (await gantry('list')).io.printed.join('\n')]).toEqual([
      expect.stringContaining(' 3.0 kB '),
      expect.stringContaining(' 3.0 kB '),
    ]);
    for (const verb of ['pause', 'resume', 'restart', 'stop'])
      expect((await gantry(`${verb} a --json`)).json, verb).toMatchObject({ name: 'a' });
    expect((await gantry('restart a --failed')).io.printed[0]).toContain('restarted');
    await gantry('stop a');
    expect((await gantry('positions get a')).io.printed[1]).toContain('{"line":7}');
    expect((await gantry('positions set a --node in --key all --position {"line":1} --json')).json).toMatchObject([
      { position: { line: 1 } },
    ]);
    const kept = JSON.stringify([{ node: 'in', key: 'all', position: { line: 2 }, updatedAtMs: 1 }]);
    expect((await gantry('positions set a --file - --json', { readInput: async () => kept })).json).toMatchObject([
      { position: { line: 2 } },
    ]);
    expect((await gantry('positions reset a --yes --json')).json).toEqual([]);
    expect((await gantry('delete a --yes --forget-positions --json')).json).toEqual({ name: 'a', positions: 'forget' });
    expect((await gantry('list')).io.printed).toEqual(['Nothing is deployed.']);
    expect((await gantry('delete a', { inIsTty: true, ask: async () => 'y' })).code).toBe(1);
  });

  test('takes a secret from standard input, never from an argument, and does not print it', async () => {
    const { io } = await gantry('secret set dw', { readInput: async () => 'hunter2\n' });
    expect(api.member.secrets.get('dw')).toBe('hunter2');
    expect(io.printed.join('\n')).not.toContain('hunter2');
    expect((await gantry('secret set empty')).code).toBe(2);
    expect((await gantry('secret list --json')).json).toEqual({ names: ['dw'] });
    expect((await gantry('secret remove dw')).code).toBe(0);
  });

  test('ends with 3 for a document that is not valid', async () => {
    const { code, io } = await gantry('deploy broken.yaml');
    expect([code, io.complained[0]]).toEqual([3, 'broken.yaml  error spec.bad  bad']);
    expect((await gantry('diff broken.yaml --json')).code).toBe(3);
  });

  test('says which member does not answer, or is none', async () => {
    const gone = await gantry('list --to http://127.0.0.1:1 --json');
    expect([gone.code, gone.json]).toMatchObject([1, { error: { code: 'cli.member_unreachable' } }]);
    const other = createServer((_request, answer) => answer.end('<html>'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const stranger = await gantry(`list --to http://127.0.0.1:${(other.address() as AddressInfo).port} --json`);
    expect([stranger.code, stranger.json]).toMatchObject([1, { error: { code: 'cli.answer_unexpected' } }]);
    other.close();
    const wrong = await gantry('list --token wrong-wrong-wrong --json');
    expect([wrong.code, wrong.json]).toMatchObject([1, { error: { code: 'api.unauthenticated' } }]);
  });

  test('prints the settings in force and where they come from', async () => {
    const { json, io } = await gantry('config --port 9 --json', { env: { GANTRY_LOG_LEVEL: 'warn' } });
    expect(json).toContainEqual({ name: 'port', value: 9, from: 'flag', variable: 'GANTRY_PORT' });
    expect(json).toContainEqual({
      name: 'logLevel',
      value: 'warn',
      from: 'GANTRY_LOG_LEVEL',
      variable: 'GANTRY_LOG_LEVEL',
    });
    expect(io.printed).toHaveLength(1);
    expect((await gantry('config')).io.printed[0]).toMatch(/^SETTING +VALUE +FROM +WHAT/);
  });
});
