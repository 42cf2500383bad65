import { createHook } from 'node:async_hooks';
import { readdir, readlink } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { check } from './check.ts';

/** How long something closed may take to be gone. */
const SETTLE_MS = 3_000;

/** What a task may forget to close. Promises, reads under way and the like end by themselves. */
const HELD_OPEN =
  /^(Timeout|TCPWRAP|TCPSERVERWRAP|TLSWRAP|PIPEWRAP|PIPESERVERWRAP|UDPWRAP|FSEVENTWRAP|STATWATCHER|PROCESSWRAP|WORKER)$/;

/** Watches what is opened from now on: timers, sockets, servers, watchers, processes, and on Linux files. */
export interface ResourceWatch {
  /** Checks that all of it is closed again, waiting a little, because closing takes its time. Ends the watch. */
  checkNothingLeftOpen(what: string): Promise<void>;
}

/** Begins to watch. Others that open things meanwhile, in the same process, are seen as well. */
export async function watchResources(): Promise<ResourceWatch> {
  const filesBefore = new Set(await openFiles());
  const open = new Map<number, { readonly type: string; readonly resource: WeakRef<object> }>();
  const hook = createHook({
    init: (id, type, _trigger, resource) => {
      if (HELD_OPEN.test(type)) open.set(id, { type, resource: new WeakRef(resource) });
    },
    destroy: (id) => void open.delete(id),
  }).enable();

  return {
    async checkNothingLeftOpen(what) {
      hook.disable();
      const closing = createHook({ destroy: (id) => void open.delete(id) }).enable();
      try {
        const deadline = Date.now() + SETTLE_MS;
        for (;;) {
          const files = (await openFiles()).filter((file) => !filesBefore.has(file));
          const left = [...[...open.values()].filter(isHeld).map(({ type }) => type), ...files];
          if (left.length === 0) return;
          check(Date.now() < deadline, `${what} left open: ${left.join(', ')}`);
          await sleep(20);
        }
      } finally {
        closing.disable();
      }
    },
  };
}

/** A timer or socket that lets the process end is a cache of somebody's, such as a keep-alive connection. */
function isHeld({ resource }: { readonly resource: WeakRef<object> }): boolean {
  const held = resource.deref() as { hasRef?: () => boolean } | undefined;
  return held !== undefined && held.hasRef?.() !== false;
}

/** Paths of the files this process has open. */
async function openFiles(): Promise<readonly string[]> {
  if (process.platform !== 'linux') return [];
  const links = await Promise.all(
    (await readdir('/proc/self/fd')).map(async (fd) => {
      try {
        return `${await readlink(`/proc/self/fd/${fd}`)} (${fd})`;
      } catch {
        // Closed since it was listed.
        return undefined;
      }
    }),
  );
  // Looking opens /proc itself; pipes and sockets are watched as resources.
  return links.filter((link): link is string => link?.startsWith('/') === true && !/^\/(dev|proc)\//.test(link));
}
