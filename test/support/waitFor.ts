import { setTimeout as after } from 'node:timers/promises';

const LOOK_MS = 20;

/**
 * Waits until the probe gives a value that is neither undefined nor false, and gives that. A probe that throws has not come true
 * yet. Throws after `withinMs` with what was waited for, and the last error.
 */
export async function waitFor<T>(
  what: string,
  probe: () => T | undefined | false | Promise<T | undefined | false>,
  withinMs = 30_000,
): Promise<T> {
  const deadline = performance.now() + withinMs;
  let last: unknown;
  for (;;) {
    try {
      const value = await probe();
      if (value !== undefined && value !== false) return value;
      last = undefined;
    } catch (caught) {
      last = caught;
    }
    if (performance.now() > deadline)
      throw new Error(`within ${withinMs} ms it never came true: ${what}`, { cause: last });
    await after(LOOK_MS);
  }
}
