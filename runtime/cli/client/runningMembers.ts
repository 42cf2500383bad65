import { mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** A member of this user on this machine, noted so that other commands find its token. */
export interface RunningMember {
  readonly url: string;
  readonly tokenFile: string;
  readonly pid: number;
}

/** Notes a member while it serves; the note says where the token is, not what it is. */
export async function noteMember(member: RunningMember, env: NodeJS.ProcessEnv): Promise<() => Promise<void>> {
  const file = noteOf(member.url, env);
  try {
    await mkdir(folder(env), { recursive: true, mode: 0o700 });
    await writeFile(file, JSON.stringify(member), { mode: 0o600 });
  } catch {
    // A home that cannot be written to costs only the comfort: --token and --data still work.
    return async () => undefined;
  }
  return () => unlink(file).catch(() => undefined);
}

/** The member noted for a URL, if there is one. */
export async function findMember(url: string, env: NodeJS.ProcessEnv): Promise<RunningMember | undefined> {
  try {
    return JSON.parse(await readFile(noteOf(url, env), 'utf8')) as RunningMember;
  } catch {
    return undefined;
  }
}

function noteOf(url: string, env: NodeJS.ProcessEnv): string {
  const { hostname, port, protocol } = new URL(url);
  const host = hostname === 'localhost' || hostname === '0.0.0.0' ? '127.0.0.1' : hostname.replace(/[^\w.-]/g, '_');
  return join(folder(env), `${host}-${port || (protocol === 'https:' ? '443' : '80')}.json`);
}

function folder(env: NodeJS.ProcessEnv): string {
  return join(env['XDG_STATE_HOME'] || join(homedir(), '.local', 'state'), 'gantry', 'members');
}
