import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const LOOK_MS = 50;
const CLI = fileURLToPath(new URL('../../dist/runtime/cli/main.js', import.meta.url));

/** How a command line went. */
export interface GantryResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The most memory the process ever held, in bytes; 0 where the system does not tell. Seldom a little less than the truth. */
  readonly peakRssBytes: number;
  /** What it printed to standard output, as JSON. */
  json<T = unknown>(): T;
}

export interface RunGantryOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string;
  /** A program that starts the process it is given, with other rights for example. */
  readonly through?: readonly string[];
}

/** Runs a command of the built CLI to its end. Settings of the machine's user do not reach it. */
export async function runGantry(args: readonly string[], options: RunGantryOptions): Promise<GantryResult> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GANTRY_')));
  const [program, ...rest] = [...(options.through ?? []), process.execPath, CLI, ...args];
  const child = spawn(program as string, rest, {
    cwd: options.cwd,
    env: { ...env, XDG_STATE_HOME: options.cwd, ...options.env },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdin.end(options.input ?? '');
  let peakRssBytes = 0;
  const looking = setInterval(() => (peakRssBytes = peakOf(child.pid) ?? peakRssBytes), LOOK_MS);
  await once(child, 'close');
  clearInterval(looking);
  return { code: child.exitCode, stdout, stderr, peakRssBytes, json: <T>() => JSON.parse(stdout) as T };
}

/** The high-water mark that Linux keeps of a process; undefined once it is gone, or elsewhere. */
function peakOf(pid: number | undefined): number | undefined {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    return undefined;
  }
}
