import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const TOTAL = 6000;
const KEYS = 5;
const KILLS = 6;

/** Runs the small member until it is done, or kills it after so long. */
function runFor(dir: string, killAfterMs: number | undefined): Promise<'done' | 'killed'> {
  const script = fileURLToPath(new URL('../test-support/killable.ts', import.meta.url));
  const child = spawn(process.execPath, [script, dir, String(TOTAL)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let isDone = false;
  child.stdout.on('data', (text) => {
    isDone = String(text).includes('done');
    // The host of a member that is done is not closed, so that the end, too, is by kill.
    child.kill('SIGKILL');
  });
  const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  return new Promise((resolve) => {
    child.on('exit', () => {
      clearTimeout(timer);
      resolve(isDone ? 'done' : 'killed');
    });
  });
}

describe('P9: kill -9 at any moment loses nothing', () => {
  it(
    'has every record in the sink, in the order of its key, after kills at random moments',
    { timeout: 60_000 },
    async () => {
      const dir = await mkdtemp(join(tmpdir(), 'gantry-kill-'));
      try {
        for (let kill = 0; kill < KILLS; kill++) await runFor(dir, 350 + Math.random() * 500);
        expect(await runFor(dir, undefined)).toBe('done');
        const lines = (await readFile(join(dir, 'out.txt'), 'utf8')).trimEnd().split('\n');
        const byKey = new Map<string, Set<number>>();
        for (const line of lines) {
          const [key, n] = line.split(' ') as [string, string];
          byKey.set(key, (byKey.get(key) ?? new Set()).add(Number(n)));
        }
        for (let key = 0; key < KEYS; key++) {
          const wanted = Array.from({ length: TOTAL / KEYS }, (_, index) => index * KEYS + key);
          // A set keeps the order things were first seen in: repeats are allowed, gaps and overtaking are not.
          expect([...(byKey.get(`k${key}`) ?? [])]).toEqual(wanted);
        }
      } finally {
        await rm(dir, { recursive: true, force: true });
      }
    },
  );
});
