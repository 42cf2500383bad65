import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SETTINGS, readSettings, variableOf } from './settings.ts';

let cwd: string;

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'gantry-settings-'));
});

afterEach(() => rm(cwd, { recursive: true }));

const read = async (flags: object, env: NodeJS.ProcessEnv = {}) => {
  const { all } = await readSettings({ ...flags }, { env, cwd });
  return Object.fromEntries(all.map(({ name, value, from }) => [name, [value, from]]));
};

describe('settings', () => {
  test('come from flags, then variables, then gantry.yaml, then defaults, and say so', async () => {
    const file = join(cwd, 'gantry.yaml');
    await writeFile(file, 'port: 1\nhost: "::1"\nlogLevel: warn\nallowHost: [a, b]\n');
    const settings = await read({ port: '3' }, { GANTRY_PORT: '2', GANTRY_LOG_LEVEL: 'debug', GANTRY_HOST: '' });
    expect(settings).toMatchObject({
      port: [3, 'flag'],
      logLevel: ['debug', 'GANTRY_LOG_LEVEL'],
      host: ['::1', file],
      allowHost: [['a', 'b'], file],
      data: [join(cwd, '.gantry'), 'default'],
      workspace: [undefined, 'default'],
    });
    expect(Object.keys(settings)).toEqual(Object.keys(SETTINGS));
  });

  test('refuse what cannot be meant, with the nearest name', async () => {
    await expect(read({ port: '70000' })).rejects.toMatchObject({ code: 'cli.config_invalid' });
    await expect(read({}, { GANTRY_ALLOW_INSECURE: 'maybe' })).rejects.toMatchObject({ code: 'cli.config_invalid' });
    await expect(read({ config: 'nothing.yaml' })).rejects.toMatchObject({ code: 'cli.config_invalid' });
    await writeFile(join(cwd, 'gantry.yaml'), 'prot: 1\n');
    await expect(read({})).rejects.toMatchObject({ code: 'cli.config_invalid', hint: 'Did you mean "port"?' });
    await writeFile(join(cwd, 'gantry.yaml'), '- a\n');
    await expect(read({})).rejects.toMatchObject({ code: 'cli.config_invalid' });
    await writeFile(join(cwd, 'gantry.yaml'), 'a: [\n');
    await expect(read({})).rejects.toMatchObject({ code: 'cli.config_invalid' });
  });

  test('name their variable', () => {
    expect(['data', 'tokenFile', 'tlsCert'].map(variableOf)).toEqual([
      'GANTRY_DATA',
      'GANTRY_TOKEN_FILE',
      'GANTRY_TLS_CERT',
    ]);
  });
});
