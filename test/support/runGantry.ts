import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../dist/runtime/cli/main.js', import.meta.url));

/** How a command line went. */
export interface GantryResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What it printed to standard output, as JSON. */
  json<T = unknown>(): T;
}

/** Runs a command of the built CLI to its end. Settings of the machine's user do not reach it. */
export async function runGantry(
  args: readonly string[],
  options: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv; readonly input?: string },
): Promise<GantryResult> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GANTRY_')));
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd: options.cwd,
    env: { ...env, XDG_STATE_HOME: options.cwd, ...options.env },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdin.end(options.input ?? '');
  await once(child, 'close');
  return { code: child.exitCode, stdout, stderr, json: <T>() => JSON.parse(stdout) as T };
}
