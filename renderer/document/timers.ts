/** A timer as an argument, so that tests can hold time still. */
export interface Timers {
  /** Unix milliseconds. */
  now(): number;
  /** Calls once after `ms`; the answer takes the call back. */
  after(ms: number, call: () => void): () => void;
}

/** The page's own clock. */
export const pageTimers: Timers = {
  now: () => Date.now(),
  after: (ms, call) => {
    const id = setTimeout(call, ms);
    return () => clearTimeout(id);
  },
};
