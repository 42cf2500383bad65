/**
 * Running tasks: the loops of sources, sinks and relays, each in a worker thread with a heap limit, supervised, retried, counted. What a
 * record meets between the outside and the bus is here. Not which tasks there are and where they run (cluster), not how plugins
 * are found (plugins), not how the bus stores (bus).
 */
export { createTaskHost } from './host.ts';
export { SpareThreads } from './spareThreads.ts';
export { startThread } from './thread.ts';
export { isAtRest } from './supervisor.ts';
export { resolveReferences, holdsReferences } from './references.ts';
export type { ReferenceLookups } from './references.ts';
export { sampleRecord } from './sampleRecord.ts';
export { systemClock } from './clock.ts';
export { TASK_ERRORS } from './errors.ts';
export type {
  PluginModule,
  ProgressPort,
  RunningTask,
  TaskAssignment,
  TaskHost,
  TaskHostOptions,
  TaskProgress,
  TaskStatus,
} from './types.ts';
