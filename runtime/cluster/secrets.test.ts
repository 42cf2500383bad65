import { mkdtemp, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSecrets } from './secrets.ts';

const KEY = 'ab'.repeat(32);
const OTHER_KEY = Buffer.alloc(32, 7).toString('base64');

describe('secrets', () => {
  let dataDir: string;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'gantry-secrets-'));
  });

  afterEach(() => rm(dataDir, { recursive: true, force: true }));

  it('give back what was set, list names alone, and forget what was removed', async () => {
    const secrets = openSecrets({ dataDir });
    await secrets.set('dw', 'pa"ss wörd');
    await secrets.set('api.key', '2');
    expect(await secrets.names()).toEqual(['api.key', 'dw']);
    expect(await openSecrets({ dataDir }).get('dw')).toBe('pa"ss wörd');
    await secrets.remove('dw');
    expect(await secrets.get('dw')).toBeUndefined();
    expect(await secrets.names()).toEqual(['api.key']);
  });

  it('lie encrypted on the disk, beside a key that only its owner may read', async () => {
    await openSecrets({ dataDir }).set('dw', 'canary-value');
    for (const file of await readdir(dataDir, { recursive: true })) {
      if ((await stat(join(dataDir, file))).isFile())
        expect(await readFile(join(dataDir, file), 'latin1')).not.toContain('canary-value');
    }
    expect((await stat(join(dataDir, 'secret.key'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(dataDir, 'secrets', 'dw.json'))).mode & 0o777).toBe(0o600);
  });

  it('need no key file when a key is given, in hex or base64', async () => {
    await openSecrets({ dataDir, key: KEY }).set('dw', '1');
    expect(await readdir(dataDir)).toEqual(['secrets']);
    expect(await openSecrets({ dataDir, key: Buffer.from(KEY, 'hex').toString('base64') }).get('dw')).toBe('1');
  });

  it("refuse another key, to read and to write beside the first one's", async () => {
    await openSecrets({ dataDir, key: KEY }).set('dw', '1');
    const wrong = openSecrets({ dataDir, key: OTHER_KEY });
    await expect(wrong.get('dw')).rejects.toMatchObject({ code: 'cluster.secrets_unreadable' });
    await expect(wrong.set('api', '2')).rejects.toMatchObject({ code: 'cluster.secrets_unreadable' });
    expect(await wrong.names()).toEqual(['dw']);
  });

  it('can be set again under a new key', async () => {
    await openSecrets({ dataDir, key: KEY }).set('dw', '1');
    const changed = openSecrets({ dataDir, key: OTHER_KEY });
    await changed.set('dw', '2');
    expect(await changed.get('dw')).toBe('2');
  });

  it("refuse a secret whose file was renamed to another's name, or changed", async () => {
    const secrets = openSecrets({ dataDir });
    await secrets.set('low', '1');
    await rename(join(dataDir, 'secrets', 'low.json'), join(dataDir, 'secrets', 'high.json'));
    await expect(secrets.get('high')).rejects.toMatchObject({ code: 'cluster.secrets_unreadable' });
    await writeFile(join(dataDir, 'secrets', 'high.json'), '{}');
    await expect(secrets.get('high')).rejects.toMatchObject({ code: 'cluster.secrets_unreadable' });
  });

  it.each(['../dw', '', 'a b', '.hidden', 'a}'])('refuse the name %j', async (name) => {
    await expect(openSecrets({ dataDir }).set(name, '1')).rejects.toMatchObject({
      code: 'cluster.secret_name_invalid',
    });
  });

  it('say what is wrong with a key', () => {
    expect(() => openSecrets({ dataDir, key: 'short' })).toThrow(
      expect.objectContaining({ code: 'cluster.secret_key_invalid' }),
    );
  });

  it('share one key file when two members make it at the same moment', async () => {
    const [one, two] = [openSecrets({ dataDir }), openSecrets({ dataDir })];
    await Promise.all([one.set('a', '1'), two.set('b', '2')]);
    expect([await one.get('b'), await two.get('a')]).toEqual(['2', '1']);
  });
});
