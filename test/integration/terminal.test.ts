import { readFile, writeFile } from 'node:fs/promises';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DeploymentDto } from '../../runtime/api/contract.ts';
import { needTerminal } from '../support/needs.ts';
import { spawnMember } from '../support/spawnMember.ts';
import { tempDir } from '../support/tempDir.ts';
import type { TempDir } from '../support/tempDir.ts';
import { openTerminal } from '../support/terminalSession.ts';

const terminal = needTerminal();
const RECORDS = 300;

const TEXT = `apiVersion: gantry/v1
kind: Pipeline
name: shop
bus: embedded
nodes:
  readings: { source: generator, config: { kind: sensors, rate: 150, count: ${RECORDS} } }
  out: { sink: files, config: { path: shop.jsonl, format: jsonl } }
edges:
  - readings -> out
`;

let dir: TempDir;

beforeAll(async () => {
  dir = await tempDir('gantry-terminal-');
  await writeFile(dir.join('shop.yaml'), TEXT);
});

afterAll(() => dir[Symbol.asyncDispose]());

describe.skipIf(!terminal.ok)(`at a terminal${terminal.ok ? '' : `: ${terminal.reason}`}`, () => {
  test('run rewrites one line while it works, and leaves only the summary', async () => {
    await using session = openTerminal(['run', 'shop.yaml', '--until-idle', '1s'], { cwd: dir.path });
    await session.shows(/shop: running {2}\d+ s {2}[1-9]\d* in/);
    expect(await session.ended(), session.screen()).toBe(0);
    const lines = session.screen().split('\r\u001b[2K');
    expect(lines.length).toBeGreaterThan(2);
    expect(stripVTControlCharacters(lines.at(-1) ?? '')).toMatch(
      new RegExp(`^shop: ended, ${RECORDS} records in, ${RECORDS} out`),
    );
    expect((await readFile(dir.join('shop.jsonl'), 'utf8')).trim().split('\n')).toHaveLength(RECORDS);
  });

  test('delete asks, keeps on no, and removes on yes', async () => {
    const member = await spawnMember(dir.join('data'), ['--workspace', dir.join('workspace')]);
    const remove = () =>
      openTerminal(['delete', 'shop', '--to', member.url], { cwd: dir.path, env: { XDG_STATE_HOME: member.dataDir } });
    try {
      await member.call('PUT', '/deployments/shop', { text: TEXT });
      await using declined = remove();
      await declined.shows(/Remove the deployment shop at http:\S+\? \[y\/N\]/);
      declined.type('n');
      expect(await declined.ended(), declined.screen()).toBe(1);
      expect(declined.screen()).toContain('nothing was changed');
      expect(await member.call<DeploymentDto[]>('GET', '/deployments')).toHaveLength(1);
      await using agreed = remove();
      await agreed.shows('[y/N]');
      agreed.type('y');
      expect(await agreed.ended(), agreed.screen()).toBe(0);
      expect(await member.call<DeploymentDto[]>('GET', '/deployments')).toEqual([]);
    } finally {
      await member.terminate();
    }
  });
});
