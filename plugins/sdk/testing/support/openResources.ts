import { readdir, readlink } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { check } from './check.ts';

/** How long something closed may take to be gone. */
const SETTLE_MS = 3_000;

/** What this process holds open: timers, sockets, servers, and on Linux files. */
export type OpenResources = ReadonlyMap<string, number>;

/** Counts what is open. */
export async function openResources(): Promise<OpenResources> {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) add(counts, kind);
  for (const file of await openFiles()) add(counts, file);
  return counts;
}

/** Checks that nothing is open that was not before. Waits a little, because closing takes its time. */
export async function checkNothingLeftOpen(before: OpenResources, what: string): Promise<void> {
  const deadline = Date.now() + SETTLE_MS;
  for (;;) {
    const left = newSince(before, await openResources());
    if (left.length === 0) return;
    check(Date.now() < deadline, `${what} left open: ${left.join(', ')}`);
    await sleep(20);
  }
}

function newSince(before: OpenResources, after: OpenResources): readonly string[] {
  return [...after].filter(([kind, count]) => !IS_OURS.test(kind) && count > (before.get(kind) ?? 0)).map(([kind]) => kind);
}

/** What looking and waiting opens itself. */
const IS_OURS = /^(FSReqPromise|FSReqCallback|Immediate|CloseReq|FileHandleCloseReq|TickObject)$|^\/proc\//;

async function openFiles(): Promise<readonly string[]> {
  if (process.platform !== 'linux') return [];
  const links = await Promise.all(
    (await readdir('/proc/self/fd')).map(async (fd) => {
      try {
        return await readlink(`/proc/self/fd/${fd}`);
      } catch {
        // Closed since it was listed.
        return undefined;
      }
    }),
  );
  // Pipes and event queues belong to the process; sockets are counted as active resources.
  return links.filter((link): link is string => link?.startsWith('/') === true && !link.startsWith('/dev/'));
}

function add(counts: Map<string, number>, kind: string): void {
  counts.set(kind, (counts.get(kind) ?? 0) + 1);
}
