/** Longer waits are cut to this: a server that says "tomorrow" should not stop a pipeline unseen. */
const MAX_WAIT_MS = 3_600_000;

/** Milliseconds a Retry-After header asks to wait: it holds seconds or a date. Undefined where it says nothing. */
export function retryAfterMs(header: string | null, nowMs: number): number | undefined {
  const text = header?.trim() ?? '';
  if (text === '') return undefined;
  const waitMs = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - nowMs;
  return Number.isNaN(waitMs) ? undefined : Math.min(MAX_WAIT_MS, Math.max(0, waitMs));
}
