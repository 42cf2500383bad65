import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConnectorPlan } from '../../compile/plan.ts';
import { createTaskHost } from '../host.ts';
import type { TaskAssignment, TaskProgress } from '../types.ts';

/**
 * A member in small, to be killed: counts to a number and writes it to a file, through the bus, with progress in files. Started again
 * on the same folder it goes on; prints `done` when all is written.
 *
 * Arguments: folder, how far to count.
 */
const dir = process.argv[2] as string;
const total = Number(process.argv[3]);
const errors = { policy: 'stop', retries: -1, backoffMs: 5, maxBackoffMs: 20, topic: 'dead' } as const;
const converter = { type: 'batch', config: {} };

const host = createTaskHost({
  modules: [
    {
      name: 'fixture',
      version: '1.0.0',
      entry: new URL('./fixturePlugin.ts', import.meta.url).href,
      contributes: ['source:count', 'sink:lines', 'converter:batch'],
    },
  ],
  dataDir: dir,
  secrets: { get: async () => undefined },
  progress: {
    load: async (assignment) => load(assignment),
    commit: async (assignment, progress) => store(assignment, progress),
  },
  log: { debug: () => undefined, info: () => undefined, warn: complain, error: complain },
  heapMb: 64,
  commitIntervalMs: 10,
  maxInFlightRecords: 1000,
  maxInFlightBytes: 1 << 20,
});

const source = host.run(
  assignment({
    kind: 'source',
    node: 'in',
    type: 'count',
    config: { total, pauseMs: 1, batch: 20 },
    maxTasks: 1,
    errors,
    steps: [{ kind: 'produce', node: 'out', edge: 'in->out', topic: 'p.in.out', routedTopics: [], converter, errors }],
  }),
);
const sink = host.run(
  assignment({
    kind: 'sink',
    node: 'out',
    type: 'lines',
    config: { path: join(dir, 'out.txt') },
    tasks: 1,
    start: 'earliest',
    errors,
    inputs: [
      {
        topic: 'p.in.out',
        node: 'in',
        routedTopics: [],
        converter,
        steps: [{ kind: 'write', node: 'out', edge: 'in->out' }],
      },
    ],
  }),
);
await new Promise<void>((resolve) => {
  source.onChange((status) => {
    if (status.state === 'ended') resolve();
  });
});
await sink.finish();
process.stdout.write('done\n');

function assignment(connector: ConnectorPlan): TaskAssignment {
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
      topics: [{ name: 'p.in.out', queues: 2, implied: true, retention: { whenReleased: true } }],
      maskedFields: [],
      delivery: 'at-least-once',
    },
  };
}

function complain(message: string): void {
  process.stderr.write(`${message}\n`);
}

function progressPath({ connector }: TaskAssignment): string {
  return join(dir, `${connector.node}.progress.json`);
}

function load(of: TaskAssignment): TaskProgress | null {
  const path = progressPath(of);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as TaskProgress) : null;
}

function store(of: TaskAssignment, progress: TaskProgress): void {
  writeFileSync(`${progressPath(of)}.new`, JSON.stringify(progress));
  renameSync(`${progressPath(of)}.new`, progressPath(of));
}
