import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { API_PREFIX } from '../../runtime/api/contract.ts';

const CLI = fileURLToPath(new URL('../../dist/runtime/cli/main.js', import.meta.url));

/** A member as users run it: a process of its own, spoken to over HTTP. */
export interface SpawnedMember {
  readonly url: string;
  readonly pid: number;
  readonly child: ChildProcess;
  readonly dataDir: string;
  /** What it wrote to standard error, for a test that failed. */
  stderr(): string;
  call<T>(method: 'GET' | 'PUT' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<T>;
  signal(signal: NodeJS.Signals): void;
  /** SIGKILL, and resolves when the process is gone. */
  kill(): Promise<void>;
  /** SIGTERM: drains, and resolves with its exit code. */
  terminate(): Promise<number | null>;
}

/** Runs the CLI from dist/, as the product does. */
export function spawnGantry(
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): ChildProcess {
  if (!existsSync(CLI)) throw new Error(`${CLI} is not built: run npm run build`);
  return spawn(process.execPath, [CLI, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
  });
}

/** Starts `gantry member` on the folder, on a free port, and waits until it says where it listens. */
export async function spawnMember(dataDir: string, args: readonly string[] = []): Promise<SpawnedMember> {
  const child = spawnGantry(['member', '--data', dataDir, '--port', '0', '--json', ...args], {
    // Notes of running members belong to the user: those of tests stay with the test.
    env: { XDG_RUNTIME_DIR: dataDir, XDG_STATE_HOME: dataDir },
  });
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const { url, tokenFile } = await readiness(child, () => errors);
  const token = (await readFile(tokenFile, 'utf8')).trim();
  const gone = once(child, 'exit');

  return {
    url,
    dataDir,
    pid: child.pid ?? 0,
    child,
    stderr: () => errors,
    call: (method, path, body) => call(url, token, method, path, body),
    signal: (signal) => void child.kill(signal),
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
    async terminate() {
      child.kill('SIGTERM');
      await gone;
      return child.exitCode;
    },
  };
}

interface Ready {
  readonly url: string;
  readonly tokenFile: string;
}

/** Its first line on standard output. */
async function readiness(child: ChildProcess, errors: () => string): Promise<Ready> {
  if (child.stdout === null) throw new Error('the member has no standard output');
  const lines = createInterface({ input: child.stdout });
  const line = await Promise.race([
    once(lines, 'line').then(([text]) => text as string),
    once(child, 'exit').then(([code]) =>
      Promise.reject(new Error(`the member ended with ${code} before it listened: ${errors()}`)),
    ),
  ]);
  return JSON.parse(line) as Ready;
}

async function call<T>(url: string, token: string, method: string, path: string, body: unknown): Promise<T> {
  const answer = await fetch(`${url.replace(/\/$/, '')}${API_PREFIX}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok)
    throw Object.assign(new Error(`${method} ${path}: ${answer.status} ${text}`), { status: answer.status });
  return (text === '' ? undefined : JSON.parse(text)) as T;
}
