/** Counts failures by address. */
export interface FailureLimit {
  /** Notes one; gives the seconds to wait when there were too many, undefined otherwise. */
  fail(address: string): number | undefined;
}

const MAX_ADDRESSES = 10_000;

/**
 * At most `max` failures within `windowMs` for each address. A token has 256 bits, so this is against floods of guesses and log
 * lines, not what keeps guesses out; a right token passes even then, so nobody can lock others out.
 */
export function createFailureLimit(max: number, windowMs: number, now: () => number = Date.now): FailureLimit {
  const windows = new Map<string, { count: number; endsAtMs: number }>();
  return {
    fail(address) {
      const time = now();
      let window = windows.get(address);
      if (!window || window.endsAtMs <= time) {
        windows.delete(address);
        window = { count: 0, endsAtMs: time + windowMs };
        if (windows.size >= MAX_ADDRESSES) forgetOldest(windows);
        windows.set(address, window);
      }
      window.count += 1;
      return window.count > max ? Math.ceil((window.endsAtMs - time) / 1000) : undefined;
    },
  };
}

function forgetOldest(windows: Map<string, unknown>): void {
  for (const address of windows.keys()) {
    windows.delete(address);
    return;
  }
}
