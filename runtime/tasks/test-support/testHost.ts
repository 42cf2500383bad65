import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GantryError } from '@gantry/sdk';
import type { Log } from '@gantry/sdk';
import type { ConnectorPlan, ErrorPlan, Step, TopicPlan } from '../../compile/plan.ts';
import { createTaskHost } from '../host.ts';
import type { RunningTask, TaskAssignment, TaskHost, TaskHostOptions, TaskProgress, TaskStatus } from '../types.ts';

export const ERRORS = { policy: 'stop', retries: 3, backoffMs: 5, maxBackoffMs: 20, topic: 'p.dead' } as const;

/** A host with real threads and the real embedded bus in a folder of its own. */
export class TestHost implements AsyncDisposable {
  readonly dir: string;
  readonly host: TaskHost;
  readonly progress = new Map<string, TaskProgress>();
  readonly lines: {
    readonly level: string;
    readonly message: string;
    readonly fields?: { readonly [name: string]: unknown };
  }[] = [];
  readonly secrets = new Map<string, string>();
  failingLoads = 0;
  onCommit: (progress: TaskProgress) => Promise<void> | void = () => undefined;
  topics: TopicPlan[] = [{ name: 'p.in.out', queues: 2, implied: true, retention: { whenReleased: true } }];

  private constructor(dir: string, options: Partial<TaskHostOptions>) {
    this.dir = dir;
    this.host = createTaskHost({
      modules: [
        {
          name: 'fixture',
          version: '1.0.0',
          entry: new URL('./fixturePlugin.ts', import.meta.url).href,
          contributes: ['source:count', 'sink:lines', 'transform:even', 'converter:batch'],
        },
      ],
      dataDir: dir,
      secrets: { get: async (name) => this.secrets.get(name) },
      progress: {
        load: async ({ id }) => {
          if (this.failingLoads-- > 0)
            throw new GantryError({ code: 'store.away', message: 'no store', retryable: true });
          return this.progress.get(id) ?? null;
        },
        commit: async ({ id }, progress) => {
          await this.onCommit(progress);
          this.progress.set(id, progress);
        },
      },
      log: this.log(),
      heapMb: 64,
      commitIntervalMs: 20,
      maxInFlightRecords: 10_000,
      maxInFlightBytes: 4 << 20,
      ...options,
    });
  }

  static async create(options: Partial<TaskHostOptions> = {}): Promise<TestHost> {
    return new TestHost(await mkdtemp(join(tmpdir(), 'gantry-tasks-')), options);
  }

  get outPath(): string {
    return join(this.dir, 'out.txt');
  }

  source(
    config: { readonly [name: string]: string | number | boolean },
    steps?: readonly Step[],
    errors: ErrorPlan = ERRORS,
  ): RunningTask {
    return this.host.run(
      this.assignment({
        kind: 'source',
        node: 'in',
        type: 'count',
        config,
        maxTasks: 1,
        errors,
        steps: steps ?? [this.produce()],
      }),
    );
  }

  sink(config: { readonly [name: string]: string | number | boolean } = {}): RunningTask {
    return this.host.run(
      this.assignment({
        kind: 'sink',
        node: 'out',
        type: 'lines',
        config: { path: this.outPath, ...config },
        tasks: 1,
        start: 'earliest',
        errors: ERRORS,
        inputs: [
          {
            topic: 'p.in.out',
            node: 'in',
            routedTopics: [],
            converter: { type: 'batch', config: {} },
            steps: [{ kind: 'write', node: 'out', edge: 'in->out' }],
          },
        ],
      }),
    );
  }

  produce(): Step {
    return {
      kind: 'produce',
      node: 'out',
      edge: 'in->out',
      topic: 'p.in.out',
      routedTopics: [],
      converter: { type: 'batch', config: {} },
      errors: ERRORS,
    };
  }

  filtered(): Step {
    return {
      kind: 'transform',
      node: 'even',
      edge: 'in->even',
      type: 'even',
      config: {},
      errors: ERRORS,
      next: [this.produce()],
    };
  }

  assignment(connector: ConnectorPlan): TaskAssignment {
    return {
      id: `p/${connector.node}/task-0`,
      pipeline: 'p',
      connector,
      key: 'task-0',
      input: null,
      index: 0,
      count: 1,
      epoch: 1,
      spec: {
        bus: { type: 'embedded' },
        connections: {},
        topics: this.topics,
        maskedFields: ['password'],
        delivery: 'at-least-once',
      },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.host.close();
    await rm(this.dir, { recursive: true, force: true });
  }

  private log(): Log {
    const line = (level: string) => (message: string, fields?: { readonly [name: string]: unknown }) => {
      this.lines.push({ level, message, ...(fields === undefined ? {} : { fields }) });
    };
    return { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') };
  }
}

/** Resolves when the task is in one of these states. */
export function reached(task: RunningTask, ...states: readonly TaskStatus['state'][]): Promise<TaskStatus> {
  return new Promise((resolve) => {
    const look = (status: TaskStatus): void => {
      if (!states.includes(status.state)) return;
      off();
      resolve(status);
    };
    const off = task.onChange(look);
    look(task.status());
  });
}
