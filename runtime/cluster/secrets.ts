import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CLUSTER_ERRORS } from './errors.ts';

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const IV_BYTES = 12;
/** What a reference `${secret:name}` can hold. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/** How a secret lies on the disk: one file each, named for it. */
interface StoredSecret {
  readonly version: 1;
  readonly iv: string;
  readonly tag: string;
  readonly data: string;
}

export interface SecretsOptions {
  /** The member's data folder: `secrets/` in it holds them, `secret.key` the key. */
  readonly dataDir: string;
  /** 32 bytes in base64 or hex, as GANTRY_SECRET_KEY gives it; without it the key file is used, and made at first need. */
  readonly key?: string;
}

/** Secrets of this member, encrypted at rest. Values are for tasks alone: nothing gives them out. */
export interface Secrets {
  names(): Promise<readonly string[]>;
  get(name: string): Promise<string | undefined>;
  set(name: string, value: string): Promise<void>;
  remove(name: string): Promise<void>;
}

/** Opens the secrets. Throws `cluster.secret_key_invalid` for a key of wrong form. */
export function openSecrets(options: SecretsOptions): Secrets {
  const dir = join(options.dataDir, 'secrets');
  const given =
    options.key === undefined || options.key === '' ? undefined : parseKey(options.key, 'GANTRY_SECRET_KEY');
  const key = async (): Promise<Buffer> => given ?? (await keyOfFolder(options.dataDir));

  async function names(): Promise<readonly string[]> {
    const files = await readdir(dir).catch(absent);
    return (files ?? [])
      .filter((file) => file.endsWith('.json'))
      .map((file) => file.slice(0, -'.json'.length))
      .sort();
  }

  async function get(name: string): Promise<string | undefined> {
    if (!NAME.test(name)) return undefined;
    const text = await readFile(fileOf(dir, name), 'utf8').catch(absent);
    return text === undefined ? undefined : decrypt(name, text, await key());
  }

  return {
    names,
    get,
    async set(name, value) {
      checkName(name);
      // With a wrong key the others could not be read beside this one: say so now rather than when a task needs both.
      for (const other of await names()) if (other !== name) await get(other);
      await mkdir(dir, { recursive: true, mode: 0o700 });
      await replaceFile(fileOf(dir, name), JSON.stringify(encrypt(name, value, await key())));
    },
    async remove(name) {
      checkName(name);
      await rm(fileOf(dir, name), { force: true });
    },
  };
}

function encrypt(name: string, value: string, key: Buffer): StoredSecret {
  const iv = randomBytes(IV_BYTES);
  // The name is authenticated too, so that nobody can pass one secret off as another by renaming its file.
  const cipher = createCipheriv(ALGORITHM, key, iv).setAAD(Buffer.from(name));
  const data = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
  return {
    version: 1,
    iv: iv.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    data: data.toString('base64'),
  };
}

function decrypt(name: string, text: string, key: Buffer): string {
  try {
    const { iv, tag, data } = JSON.parse(text) as StoredSecret;
    const decipher = createDecipheriv(ALGORITHM, key, Buffer.from(iv, 'base64')).setAAD(Buffer.from(name));
    decipher.setAuthTag(Buffer.from(tag, 'base64'));
    return Buffer.concat([decipher.update(Buffer.from(data, 'base64')), decipher.final()]).toString('utf8');
  } catch (cause) {
    throw CLUSTER_ERRORS.error('secrets_unreadable', {
      message: `the secret ${name} cannot be decrypted: the key is another one, or its file was changed`,
      hint: 'Give the key it was stored with (GANTRY_SECRET_KEY or secret.key in the data folder), or set the secret again.',
      cause,
    });
  }
}

async function keyOfFolder(dataDir: string): Promise<Buffer> {
  const file = join(dataDir, 'secret.key');
  const text = await readFile(file, 'utf8').catch(absent);
  if (text !== undefined) return parseKey(text.trim(), file);
  const key = randomBytes(KEY_BYTES);
  await mkdir(dataDir, { recursive: true });
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
  await writeFile(draft, key.toString('base64'), { mode: 0o600, flag: 'wx' });
  try {
    // Linking, unlike renaming, fails where another member of the same folder was quicker: then its key is the one.
    await link(draft, file);
    return key;
  } catch (caught) {
    if ((caught as NodeJS.ErrnoException).code === 'EEXIST') return await keyOfFolder(dataDir);
    throw caught;
  } finally {
    await rm(draft, { force: true });
  }
}

function parseKey(text: string, from: string): Buffer {
  const key = /^[0-9a-fA-F]{64}$/.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64');
  if (key.length === KEY_BYTES) return key;
  throw CLUSTER_ERRORS.error('secret_key_invalid', {
    message: `${from} holds no key of ${KEY_BYTES} bytes in base64 or hex`,
    hint: 'Make one with: openssl rand -base64 32',
  });
}

function checkName(name: string): void {
  if (NAME.test(name)) return;
  throw CLUSTER_ERRORS.error('secret_name_invalid', {
    message: `"${name}" cannot be a secret's name`,
    hint: 'Use letters, digits, dots, dashes and underscores, beginning with a letter or digit; at most 128.',
  });
}

function fileOf(dir: string, name: string): string {
  return join(dir, `${name}.json`);
}

/** Durable and whole, or as before. */
async function replaceFile(file: string, text: string): Promise<void> {
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
}

function absent(caught: NodeJS.ErrnoException): undefined {
  if (caught.code === 'ENOENT') return undefined;
  throw caught;
}
