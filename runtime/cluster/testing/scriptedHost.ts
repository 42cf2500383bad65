import type { Json, Position } from '@gantry/sdk';
import { toErrorDto } from '@gantry/sdk';
import type { DeploymentState } from '../../api/contract.ts';
import type {
  ProgressPort,
  RunningTask,
  TaskAssignment,
  TaskHost,
  TaskProgress,
  TaskStatus,
} from '../../tasks/index.ts';
import { NO_FIGURES } from '../pipeline/figures.ts';

/** A task that does what a test tells it, with the real progress port of its member. */
export class ScriptedTask implements RunningTask {
  readonly assignment: TaskAssignment;
  readonly loaded: Promise<TaskProgress | null>;
  state: DeploymentState = 'starting';
  idle = false;
  stops: (number | undefined)[] = [];
  restarts = 0;
  finishes = 0;
  recordsIn = 0;
  readonly #port: ProgressPort;
  readonly #listeners = new Set<(status: TaskStatus) => void>();

  constructor(assignment: TaskAssignment, port: ProgressPort) {
    this.assignment = assignment;
    this.#port = port;
    this.loaded = port.load(assignment);
    // As a real one: it is running as soon as it knows where to start.
    void this.loaded.then(() => this.state === 'starting' && this.become('running'));
  }

  become(state: DeploymentState): void {
    this.state = state;
    for (const listener of this.#listeners) listener(this.status());
  }

  commitPosition(position: Position, ended = false): Promise<void> {
    return this.#port.commit(this.assignment, { kind: 'source', position, ended });
  }

  commitOffsets(offsets: { readonly [topicQueue: string]: number }, state: Json = null): Promise<void> {
    return this.#port.commit(this.assignment, { kind: 'sink', offsets, state });
  }

  status(): TaskStatus {
    const failed = this.state === 'failed' ? { error: toErrorDto(new Error('scripted')) } : {};
    return {
      state: this.state,
      attempt: 1,
      figures: { ...NO_FIGURES, recordsIn: this.recordsIn, recordsOut: this.recordsIn },
      edges: {},
      steps: {},
      idle: this.idle,
      ...failed,
    };
  }

  async stop(timeoutMs?: number): Promise<void> {
    this.stops.push(timeoutMs);
    if (this.state !== 'ended' && this.state !== 'failed') this.become('stopped');
  }

  async finish(): Promise<void> {
    this.finishes++;
    this.become('ended');
  }

  async restart(): Promise<void> {
    this.restarts++;
    this.become('running');
  }

  async edgeSamples(): ReturnType<RunningTask['edgeSamples']> {
    return { records: [], seen: 3 };
  }

  async shown(): ReturnType<RunningTask['shown']> {
    return { records: [], seen: 5 };
  }

  onChange(listener: (status: TaskStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}

/** A host whose tasks tests hold in their hands. */
export class ScriptedHost implements TaskHost {
  /** All that were ever run, in order. */
  readonly tasks: ScriptedTask[] = [];
  readonly #port: ProgressPort;

  constructor(port: ProgressPort) {
    this.#port = port;
  }

  run(assignment: TaskAssignment): ScriptedTask {
    const task = new ScriptedTask(assignment, this.#port);
    this.tasks.push(task);
    return task;
  }

  /** The one that runs, or ran last, of this id (without the pipeline). */
  task(id: string): ScriptedTask {
    const found = this.tasks.findLast((task) => task.assignment.id.endsWith(`/${id}`));
    if (found === undefined)
      throw new Error(`no task ${id} was run; there are ${this.tasks.map((task) => task.assignment.id).join(', ')}`);
    return found;
  }

  async close(): Promise<void> {
    await Promise.all(this.tasks.map((task) => task.stop()));
  }
}
