import type { ErrorPlan } from '../compile/plan.ts';

/**
 * The pause before a retry: exponential with full jitter, so that tasks that failed together do not come back together.
 * `attempt` counts failures from 1. What the failing side asked for (Retry-After) is kept to even beyond the maximum.
 */
export function backoffDelayMs(
  plan: Pick<ErrorPlan, 'backoffMs' | 'maxBackoffMs'>,
  attempt: number,
  random: () => number,
  retryAfterMs = 0,
): number {
  const ceiling = Math.min(plan.maxBackoffMs, plan.backoffMs * 2 ** Math.min(attempt - 1, 40));
  return Math.max(Math.ceil(random() * ceiling), retryAfterMs);
}

/** Whether one more attempt is granted after `failures` of them. */
export function mayRetry(plan: Pick<ErrorPlan, 'retries'>, failures: number): boolean {
  return plan.retries < 0 || failures <= plan.retries;
}
