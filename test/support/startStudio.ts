import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const LAUNCHER = fileURLToPath(new URL('../../runtime/cli/gantry.js', import.meta.url));

/** A studio of its own: own port, own folders, as a newcomer would start it. */
export interface StudioProcess {
  /** Opens one browser session. */
  readonly loginUrl: string;
  readonly url: string;
  readonly workspace: string;
  readonly tokenFile: string;
  readonly child: ChildProcess;
  /** Everything it printed to standard error so far. */
  errors(): string;
  stop(): Promise<void>;
}

/** Starts `gantry studio` on a free port with an empty home, and waits for the line that says where it is. */
export async function startStudio(args: readonly string[] = []): Promise<StudioProcess> {
  const home = await mkdtemp(join(tmpdir(), 'gantry-studio-'));
  const flags = [
    '--port',
    '0',
    '--no-open',
    '--json',
    '--workspace',
    join(home, 'workspace'),
    '--data',
    join(home, 'data'),
  ];
  const child = spawn(process.execPath, [LAUNCHER, 'studio', ...flags, ...args], {
    env: { ...process.env, HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
  const announced = await firstLine(child, () => errors);
  return {
    ...announced,
    child,
    errors: () => errors,
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function firstLine(
  child: ChildProcess,
  errors: () => string,
): Promise<Pick<StudioProcess, 'loginUrl' | 'url' | 'workspace' | 'tokenFile'>> {
  if (child.stdout === null) throw new Error('the studio has no standard output');
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('{'))
      return JSON.parse(line) as Pick<StudioProcess, 'loginUrl' | 'url' | 'workspace' | 'tokenFile'>;
  }
  throw new Error(`the studio ended before it was ready:\n${errors()}`);
}
