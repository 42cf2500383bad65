import { randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { API_ERRORS } from '../errors.ts';

const MIN_LENGTH = 16;

/**
 * The member's token: read from the file, or made at the first start (256 random bits, readable by the owner only). Throws
 * `api.token_unusable` where the file cannot be used.
 */
export async function ensureToken(file: string): Promise<string> {
  return (await readToken(file)) ?? (await createToken(file));
}

/** The token in a file; undefined where there is no such file. */
export async function readToken(file: string): Promise<string | undefined> {
  try {
    const token = (await readFile(file, 'utf8')).trim();
    if (token.length >= MIN_LENGTH) {
      await closeToOthers(file);
      return token;
    }
  } catch (caught) {
    if ((caught as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw API_ERRORS.error('token_unusable', {
      message: `the token file ${file} cannot be read`,
      hint: 'Make it readable for the user who runs gantry.',
      cause: caught,
    });
  }
  throw API_ERRORS.error('token_unusable', {
    message: `the token file ${file} holds fewer than ${MIN_LENGTH} characters`,
    hint: 'Remove the file: a new token is made at the next start.',
  });
}

async function createToken(file: string): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  try {
    await mkdir(dirname(file), { recursive: true });
    // wx: of two members started at once on one folder, one makes the token and the other reads it.
    const handle = await open(file, 'wx', 0o600);
    try {
      await handle.writeFile(`${token}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    return token;
  } catch (caught) {
    if ((caught as NodeJS.ErrnoException).code === 'EEXIST') {
      const theirs = await readToken(file);
      if (theirs !== undefined) return theirs;
    }
    throw API_ERRORS.error('token_unusable', {
      message: `the token file ${file} cannot be written`,
      hint: 'Give a writable folder with --data, or --token-file.',
      cause: caught,
    });
  }
}

/** A token others on the machine can read is no token: take the permission away rather than refuse to start. */
async function closeToOthers(file: string): Promise<void> {
  if (process.platform === 'win32') return;
  const { mode } = await stat(file);
  if ((mode & 0o077) !== 0) await chmod(file, 0o600).catch(() => undefined);
}
