import { systemClock } from './clock.ts';
import { TASK_ERRORS } from './errors.ts';
import { isAtRest, Supervisor } from './supervisor.ts';
import type { RunningTask, TaskAssignment, TaskHost, TaskHostOptions } from './types.ts';

/** Runs tasks in worker threads of this process, each with its own heap limit, each supervised. */
export function createTaskHost(options: TaskHostOptions): TaskHost {
  /** Those that have a thread or wait for one; who is at rest is nobody's to close. */
  const active = new Set<RunningTask>();
  let isClosed = false;
  return {
    run(assignment: TaskAssignment): RunningTask {
      if (isClosed) {
        throw TASK_ERRORS.error('host_closed', {
          message: `the task ${assignment.id} was started while the member was closing`,
        });
      }
      const task = new Supervisor(options, assignment, options.clock ?? systemClock, options.random ?? Math.random);
      active.add(task);
      task.onChange(({ state }) => {
        if (isAtRest(state)) active.delete(task);
        else active.add(task);
      });
      return task;
    },
    async close(): Promise<void> {
      isClosed = true;
      await Promise.all([...active].map((task) => task.stop()));
      await options.spares?.close();
    },
  };
}
