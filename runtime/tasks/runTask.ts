import { runRelayLoop } from './relayLoop.ts';
import { runSinkLoop } from './sinkLoop.ts';
import { runSourceLoop } from './sourceLoop.ts';
import type { LoopEnd } from './sourceLoop.ts';
import type { TaskEnvironment } from './taskEnvironment.ts';

/** Runs one attempt of a task to its end. Throws what it failed with. */
export function runTask(env: TaskEnvironment): Promise<LoopEnd> {
  const { connector } = env.assignment;
  switch (connector.kind) {
    case 'source':
      return runSourceLoop(env, connector);
    case 'sink':
      return runSinkLoop(env, connector);
    case 'relay':
      return runRelayLoop(env, connector);
  }
}
