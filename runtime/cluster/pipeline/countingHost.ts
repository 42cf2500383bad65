import type { EdgeFigures, TaskFigures } from '../../api/contract.ts';
import type { RunningTask, TaskAssignment, TaskHost, TaskStatus } from '../../tasks/index.ts';

type Counted = Pick<TaskStatus, 'figures' | 'edges' | 'steps'>;
type Steps = TaskStatus['steps'];

/** Counts add up; rates, lag and latency are those of now. */
const COUNTS = ['recordsIn', 'recordsOut', 'bytesIn', 'bytesOut', 'errors', 'skipped', 'deadLettered'] as const;

/** A host that remembers what tasks counted before they were stopped, moved or changed, in this member's life. */
export interface CountingHost extends TaskHost {
  /** A pipeline was removed, or starts over: what its tasks counted is forgotten. */
  forget(pipeline: string): void;
}

/** Makes a task that runs again count on where its predecessor of the same id stopped. */
export function countOn(host: TaskHost): CountingHost {
  const last = new Map<string, { readonly pipeline: string; counted: () => Counted }>();
  return {
    run(assignment: TaskAssignment): RunningTask {
      const task = host.run(assignment);
      const before = last.get(assignment.id)?.counted();
      const counted = before === undefined ? (): Counted => task.status() : (): Counted => add(before, task.status());
      last.set(assignment.id, { pipeline: assignment.pipeline, counted });
      return before === undefined ? task : countingOn(task, before);
    },
    close: () => host.close(),
    forget(pipeline) {
      for (const [id, each] of last) if (each.pipeline === pipeline) last.delete(id);
    },
  };
}

function countingOn(task: RunningTask, before: Counted): RunningTask {
  const withPast = (status: TaskStatus): TaskStatus => ({ ...status, ...add(before, status) });
  return {
    assignment: task.assignment,
    status: () => withPast(task.status()),
    stop: (timeoutMs) => task.stop(timeoutMs),
    finish: () => task.finish(),
    restart: () => task.restart(),
    edgeSamples: (edge) => task.edgeSamples(edge),
    shown: () => task.shown(),
    onChange: (listener) => task.onChange((status) => listener(withPast(status))),
  };
}

function add(before: Counted, now: Counted): Counted {
  const figures: TaskFigures = {
    ...(before.figures.lastError === undefined ? {} : { lastError: before.figures.lastError }),
    ...now.figures,
    ...Object.fromEntries(COUNTS.map((name) => [name, before.figures[name] + now.figures[name]])),
  };
  return { figures, edges: addEdges(before.edges, now.edges), steps: addSteps(before.steps, now.steps) };
}

/** Only edges and steps there are now: a changed plan may have others. */
function addEdges(before: Counted['edges'], now: Counted['edges']): Counted['edges'] {
  return mapValues(now, (edge, figures): EdgeFigures => ({
    ...figures,
    records: (before[edge]?.records ?? 0) + figures.records,
  }));
}

function addSteps(before: Steps, now: Steps): Steps {
  return mapValues(now, (node, step) => {
    const past = before[node];
    if (past === undefined) return step;
    return {
      records: past.records + step.records,
      errors: past.errors + step.errors,
      skipped: past.skipped + step.skipped,
      deadLettered: past.deadLettered + step.deadLettered,
    };
  });
}

function mapValues<T>(
  map: { readonly [name: string]: T },
  change: (name: string, value: T) => T,
): { readonly [name: string]: T } {
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, change(name, value)]));
}
