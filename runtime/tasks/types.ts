import type { Clock, ErrorDto, Json, Log, Position } from '@gantry/sdk';
import type { DeploymentState, EdgeFigures, SamplesDto, TaskFigures } from '../api/contract.ts';
import type { ConnectorPlan, RuntimeSpec } from '../compile/plan.ts';
import type { SpareThreads } from './spareThreads.ts';

/** One task to run: all a worker thread needs, safe to structured-clone. */
export interface TaskAssignment {
  /** `<pipeline>/<node>/<key>` */
  readonly id: string;
  readonly pipeline: string;
  readonly connector: ConnectorPlan;
  readonly spec: Pick<RuntimeSpec, 'bus' | 'connections' | 'topics' | 'maskedFields' | 'delivery'>;
  /** A source's share key; `task-<index>` for sinks and relays. */
  readonly key: string;
  readonly input: Json;
  readonly index: number;
  /** A sink's task reads the queues q with q % count === index. */
  readonly count: number;
  readonly epoch: number;
}

/** How far a task is. Offsets are those of the next message to read, by `topic/queue`. */
export type TaskProgress =
  | { readonly kind: 'source'; readonly position: Position | null; readonly ended?: boolean }
  | { readonly kind: 'sink'; readonly offsets: { readonly [topicQueue: string]: number }; readonly state: Json };

/** Where progress is kept. Given to the host by the cluster, which refuses stale owners (P4). */
export interface ProgressPort {
  /** Null at the very first start. Asked before every attempt. For a sink the offsets of all queues of its node, whoever read them before. */
  load(assignment: TaskAssignment): Promise<TaskProgress | null>;
  /**
   * Stores in one transaction. Throws `cluster.stale_owner` when another has taken over: the task must stop at once.
   * A sink commits the offsets of the queues it reads itself, all of them each time; a relay likewise, with a null state.
   * A source position is never stored before the bus acknowledged it (P1), an offset never before the sink's flush (P2).
   */
  commit(assignment: TaskAssignment, progress: TaskProgress): Promise<void>;
}

/** A plugin's module, as a worker imports it. */
export interface PluginModule {
  readonly name: string;
  readonly version: string;
  /** file: URL of the module whose default export is the plugin. */
  readonly entry: string;
  /** `source:files`, `transform:filter` …: what it contributes, so that a worker imports only what its task needs. */
  readonly contributes: readonly string[];
}

/** What a host needs from outside. */
export interface TaskHostOptions {
  readonly modules: readonly PluginModule[];
  /** The member's data folder: `bus/` in it is the embedded bus, `tasks/<id>` the tasks' own folders. */
  readonly dataDir: string;
  /** Where `${secret:…}` is looked up: called in the member, the answer goes to the worker only. */
  readonly secrets: { get(name: string): Promise<string | undefined> };
  readonly progress: ProgressPort;
  readonly log: Log;
  /** Heap limit of one task's thread. */
  readonly heapMb: number;
  /** Threads to take before new ones are started; closed with the host. */
  readonly spares?: SpareThreads;
  /** How often progress is committed at the most. */
  readonly commitIntervalMs: number;
  /** Bounds of what is in flight in one task (P8). */
  readonly maxInFlightRecords: number;
  readonly maxInFlightBytes: number;
  /** Time of the pauses between attempts; the machine's where left out. */
  readonly clock?: Clock;
  /** 0 to 1, for the jitter of those pauses. */
  readonly random?: () => number;
}

/** What a task is doing right now. */
export interface TaskStatus {
  readonly state: DeploymentState;
  readonly attempt: number;
  readonly nextAttemptAtMs?: number;
  readonly error?: ErrorDto;
  readonly figures: TaskFigures;
  readonly edges: { readonly [edge: string]: EdgeFigures };
  /** Figures of transforms and topics inside the task, by node. */
  readonly steps: {
    readonly [node: string]: {
      readonly records: number;
      readonly errors: number;
      readonly skipped: number;
      readonly deadLettered: number;
    };
  };
  /** True when it has nothing in flight and nothing left to read just now. */
  readonly idle: boolean;
}

/** A task under supervision: runs, is retried with back-off, ends, fails visibly. */
export interface RunningTask {
  readonly assignment: TaskAssignment;
  status(): TaskStatus;
  /** Stops reading, flushes, commits, lets go. Resolves when all is done; ends the thread by force after `timeoutMs` (nothing is lost: it only repeats). */
  stop(timeoutMs?: number): Promise<void>;
  /**
   * Works everything off that is in its queues now, lets the sink finish what it has open (`close('ended')`), stores the last state and
   * ends. For a task whose sources have all ended; a source itself ends by its own account. Resolves when it is at rest.
   */
  finish(): Promise<void>;
  /** Starts it again now, from its stored progress: out of `failed`, out of a back-off pause, or while running. */
  restart(): Promise<void>;
  /** The last records that passed an edge (`from->to`). */
  edgeSamples(edge: string): Promise<SamplesDto>;
  /** What the task showed itself (`context.show`). */
  shown(): Promise<SamplesDto>;
  /** Called on every change of state; returns the way to stop that. */
  onChange(listener: (status: TaskStatus) => void): () => void;
}

/** Runs tasks in worker threads of this process. */
export interface TaskHost {
  run(assignment: TaskAssignment): RunningTask;
  close(): Promise<void>;
}
