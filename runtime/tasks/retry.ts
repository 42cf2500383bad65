import { CancelledError, GantryError, toGantryError } from '@gantry/sdk';
import type { Clock } from '@gantry/sdk';
import type { ErrorPlan } from '../compile/plan.ts';
import { backoffDelayMs, mayRetry } from './backoff.ts';

/** What retrying needs from its surroundings. */
export interface RetrySurroundings {
  readonly clock: Clock;
  readonly random: () => number;
  /** Cuts a pause short: the work is then given up with CancelledError. */
  readonly signal: AbortSignal;
  /** Told before each pause, and once with undefined when the work succeeded after all. */
  onRetry(waiting: RetryPause | undefined): void;
}

/** A pause before another attempt. */
export interface RetryPause {
  readonly error: GantryError;
  readonly attempt: number;
  readonly nextAttemptAtMs: number;
}

/** Does the work, again after each retryable error while the plan grants it. Throws the last error. */
export async function withRetries<T>(plan: ErrorPlan, around: RetrySurroundings, work: () => Promise<T>): Promise<T> {
  for (let failures = 0; ;) {
    try {
      const result = await work();
      if (failures > 0) around.onRetry(undefined);
      return result;
    } catch (caught) {
      const error = toGantryError(caught);
      failures += 1;
      if (error instanceof CancelledError || !error.retryable || !mayRetry(plan, failures)) throw error;
      await pauseBeforeRetry(plan, around, failures, error);
    }
  }
}

/** Waits as long as the plan says before attempt `failures + 1`. */
export async function pauseBeforeRetry(
  plan: ErrorPlan,
  around: RetrySurroundings,
  failures: number,
  error: GantryError,
): Promise<void> {
  if (around.signal.aborted) throw new CancelledError();
  const delayMs = backoffDelayMs(plan, failures, around.random, error.retryAfterMs);
  around.onRetry({ error, attempt: failures, nextAttemptAtMs: around.clock.now() + delayMs });
  await around.clock.sleep(delayMs, around.signal);
}

/** The same error, not to be retried any more: its retries are used up or its record stands in the way for good. */
export function asFinal(error: GantryError, where?: string): GantryError {
  return new GantryError({
    code: error.code,
    message: where === undefined ? error.message : `${error.message} (${where})`,
    hint: error.hint,
    path: error.path,
    cause: error.cause,
  });
}
