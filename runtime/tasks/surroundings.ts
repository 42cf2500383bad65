import type { RetrySurroundings } from './retry.ts';
import type { TaskEnvironment } from './taskEnvironment.ts';

/** Retries inside a task: pauses are shown as its state, and end when it is stopped. */
export function surroundings(env: TaskEnvironment): RetrySurroundings {
  return {
    clock: env.clock,
    random: env.random,
    signal: env.control.stopSignal,
    onRetry(pause) {
      if (pause === undefined) return env.onRunning();
      env.figures.addError(pause.error);
      env.onRetry(pause);
    },
  };
}
