import { GantryError, toGantryError } from '@gantry/sdk';
import type {
  Converter,
  Decoded,
  EncodeFailure,
  DecodeFailure,
  GantryRecord,
  Json,
  Log,
  Row,
  SinkTask,
  SourceBatch,
  SourceDefinition,
  SourceTask,
  StoredMessage,
  Transform,
} from '@gantry/sdk';
import type { ConnectorPlan, ErrorPlan, InputPlan, Step, TopicPlan } from '../../compile/plan.ts';
import type { ComponentMaker } from '../components.ts';
import { systemClock } from '../clock.ts';
import { FigureBook } from '../figures.ts';
import type { TaskLimits } from '../protocol.ts';
import type { RetryPause } from '../retry.ts';
import { runTask } from '../runTask.ts';
import type { LoopEnd } from '../sourceLoop.ts';
import { SampleBook } from '../samples.ts';
import { TaskControl } from '../taskEnvironment.ts';
import type { TaskProgress } from '../types.ts';
import { MemoryBus } from './memoryBus.ts';

export const STOP: ErrorPlan = { policy: 'stop', retries: 3, backoffMs: 1, maxBackoffMs: 2, topic: 'dead' };
export const SKIP: ErrorPlan = { ...STOP, policy: 'skip' };
export const DEAD_LETTER: ErrorPlan = { ...STOP, policy: 'dead-letter' };

/** What a test brings: components by their type in the plan. */
export interface TestParts {
  readonly source?: SourceTask & Pick<SourceDefinition, 'isAtOrAfter'>;
  readonly sink?: SinkTask;
  readonly transforms?: { readonly [type: string]: Transform };
}

/** One attempt of a task in this thread, against a bus in memory, with everything it told and stored. */
export class TestTask {
  readonly bus: MemoryBus;
  readonly control = new TaskControl();
  readonly figures: FigureBook;
  readonly samples = new SampleBook(['password']);
  readonly commits: TaskProgress[] = [];
  readonly retries: RetryPause[] = [];
  readonly lines: {
    readonly level: string;
    readonly message: string;
    readonly fields?: { readonly [name: string]: unknown };
  }[] = [];
  /** Called before each commit; a rejection refuses it. */
  onCommit: (progress: TaskProgress) => Promise<void> | void = () => undefined;
  private readonly plan: ConnectorPlan;
  private readonly parts: TestParts;
  private readonly options: {
    progress?: TaskProgress | null;
    limits?: Partial<TaskLimits>;
    topics?: readonly TopicPlan[];
    count?: number;
    index?: number;
  };

  constructor(plan: ConnectorPlan, parts: TestParts, options: TestTask['options'] & { bus?: MemoryBus } = {}) {
    this.plan = plan;
    this.parts = parts;
    this.options = options;
    this.bus = options.bus ?? new MemoryBus();
    this.figures = new FigureBook(systemClock);
  }

  /** The newest stored progress. */
  get stored(): TaskProgress | undefined {
    return this.commits.at(-1);
  }

  run(): Promise<LoopEnd> {
    const { plan, options } = this;
    return runTask({
      assignment: {
        id: `test/${plan.node}/task-0`,
        pipeline: 'test',
        connector: plan,
        spec: {
          bus: { type: 'embedded' },
          connections: {},
          topics: options.topics ?? [topic('t', 1), topic('dead', 1)],
          maskedFields: [],
          delivery: 'at-least-once',
        },
        key: 'task-0',
        input: null,
        index: options.index ?? 0,
        count: options.count ?? 1,
        epoch: 1,
      },
      progress: options.progress ?? null,
      commit: async (progress) => {
        await this.onCommit(progress);
        this.commits.push(progress);
      },
      bus: this.bus,
      components: this.components(),
      clock: systemClock,
      random: () => 0.5,
      log: this.log(),
      limits: { commitIntervalMs: 5, maxInFlightRecords: 1000, maxInFlightBytes: 1 << 20, ...options.limits },
      figures: this.figures,
      samples: this.samples,
      control: this.control,
      onRunning: () => undefined,
      onRetry: (pause) => this.retries.push(pause),
    });
  }

  private components(): ComponentMaker {
    const { parts } = this;
    const context = {} as never;
    return {
      source: async () => ({
        definition: { ...definition, ...bind(parts.source), createTask: () => parts.source as SourceTask },
        context,
      }),
      sink: async () => ({ definition: { ...definition, createTask: () => parts.sink as SinkTask }, context }),
      transform: async ({ type }) => (parts.transforms ?? {})[type] as Transform,
      converter: async ({ type }) => (type === 'lines' ? lines : one),
    };
  }

  private log(): Log {
    const line = (level: string) => (message: string, fields?: { readonly [name: string]: unknown }) => {
      this.lines.push({ level, message, ...(fields === undefined ? {} : { fields }) });
    };
    return { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') };
  }
}

export function topic(
  name: string,
  queues: number,
  retention: TopicPlan['retention'] = {},
  implied = false,
): TopicPlan {
  return { name, queues, implied, retention };
}

export function sourcePlan(steps: readonly Step[] = [produce()], errors = STOP, ratePerSecond?: number): ConnectorPlan {
  return {
    kind: 'source',
    node: 'in',
    type: 'test',
    config: {},
    maxTasks: 1,
    errors,
    steps,
    ...(ratePerSecond === undefined ? {} : { ratePerSecond }),
  };
}

export function produce(to = 't', errors = STOP, routedTopics: readonly string[] = []): Step {
  return {
    kind: 'produce',
    node: to,
    edge: `in->${to}`,
    topic: to,
    routedTopics,
    converter: { type: 'one', config: {} },
    errors,
  };
}

export function transform(type: string, next: readonly Step[], errors = STOP): Step {
  return { kind: 'transform', node: type, edge: `in->${type}`, type, config: {}, errors, next };
}

export function sinkPlan(
  errors = STOP,
  input: Partial<InputPlan> = {},
  more: { start?: 'latest'; ratePerSecond?: number } = {},
): ConnectorPlan {
  return {
    kind: 'sink',
    node: 'out',
    type: 'test',
    config: {},
    tasks: 1,
    start: 'earliest',
    errors,
    ...more,
    inputs: [
      {
        topic: 't',
        node: 't',
        routedTopics: [],
        converter: { type: 'one', config: {} },
        steps: [{ kind: 'write', node: 'out', edge: 't->out' }],
        ...input,
      },
    ],
  };
}

export function relayPlan(to = 'u'): ConnectorPlan {
  return {
    kind: 'relay',
    node: 't',
    tasks: 1,
    errors: STOP,
    inputs: [{ topic: 't', node: 't', routedTopics: [], converter: { type: 'one', config: {} }, steps: [produce(to)] }],
  };
}

export function record(key: string | null, after: Row = {}): GantryRecord {
  return { op: 'create', key, before: null, after, source: { connector: 'test' }, timestampMs: Date.now() };
}

/** A message as the `one` converter makes it. */
export function message(key: string, after: Row = {}) {
  return one.encode([record(key, after)]).messages[0] as StoredMessage;
}

/** A source of given batches; ends after them, or waits for ever. */
export function sourceOf(batches: readonly (SourceBatch | GantryError)[], options: { stays?: boolean } = {}) {
  let next = 0;
  const seen = {
    reads: 0,
    closed: 0,
    acks: [] as Json[],
    commits: [] as Json[],
    opened: undefined as Json | undefined,
  };
  return Object.assign(seen, {
    async open(position: Json) {
      seen.opened = position;
    },
    async read(signal: AbortSignal) {
      seen.reads += 1;
      const batch = batches[next++];
      if (batch instanceof Error) throw batch;
      if (batch !== undefined) return batch;
      if (options.stays !== true) return null;
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      return { records: [], position: { at: next - 1 } };
    },
    acknowledged: (position: Json) => void seen.acks.push(position),
    committed: (position: Json) => void seen.commits.push(position),
    async close() {
      seen.closed += 1;
    },
  });
}

/** Records of batch `at`: keys `k0` … and `n` counting on. */
export function batchOf(at: number, count = 3): SourceBatch {
  return {
    records: Array.from({ length: count }, (_, index) => record(`k${index}`, { n: at * count + index })),
    position: { at },
  };
}

/** A sink that keeps what it gets: `stored` only what was flushed. */
export function memorySink(
  onWrite: (
    records: readonly GantryRecord[],
  ) => Promise<readonly { index: number; error: GantryError }[] | void> = async () => undefined,
) {
  const seen = {
    written: [] as Json[],
    stored: [] as Json[],
    flushes: 0,
    closed: [] as string[],
    opened: undefined as Json | undefined,
  };
  return Object.assign(seen, {
    async open(state: Json) {
      seen.opened = state;
    },
    async write(records: readonly GantryRecord[]) {
      const failures = await onWrite(records);
      const failed = new Set(failures?.map((failure) => failure.index));
      records.forEach((one, index) => failed.has(index) || seen.written.push((one.after as Row)['n'] as Json));
      return failures;
    },
    async flush(): Promise<Json> {
      seen.flushes += 1;
      seen.stored = [...seen.written];
      return { flushes: seen.flushes };
    },
    async close(reason: string) {
      seen.closed.push(reason);
    },
  });
}

export function error(code: string, options: { retryable?: boolean; retryAfterMs?: number } = {}): GantryError {
  return new GantryError({ code, message: `${code} happened`, ...options });
}

export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1));
}

/** What a promise rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<GantryError> {
  try {
    await promise;
  } catch (caught) {
    return toGantryError(caught);
  }
  throw new Error('it did not reject');
}

const definition = { type: 'test', title: 'Test', description: 'Test', config: {} as never };

function bind(source: TestParts['source']): Pick<SourceDefinition, 'isAtOrAfter'> {
  return source?.isAtOrAfter === undefined
    ? {}
    : { isAtOrAfter: (next, current) => source.isAtOrAfter?.(next, current) };
}

/** One record, one message of JSON; `after.bad` cannot be encoded, a body of `bad` not decoded. */
const one: Converter = {
  encode(records) {
    const failures: EncodeFailure[] = [];
    const messages: StoredMessage[] = [];
    records.forEach((each, index) => {
      if (each.after?.['bad'] === true) failures.push({ index, error: error('test.bad_record') });
      else
        messages.push({
          key: each.key as string,
          body: Buffer.from(JSON.stringify(each)),
          timestampMs: each.timestampMs,
          queue: 0,
          offset: 0,
        });
    });
    return { messages, failures };
  },
  decode: (messages) => decodeEach(messages, (body) => [JSON.parse(body) as GantryRecord]),
};

/** Many records in one message. */
const lines: Converter = {
  encode: (records) => ({
    messages: [
      { key: null, body: Buffer.from(records.map((each) => JSON.stringify(each)).join('\n')), timestampMs: 0 },
    ],
  }),
  decode: (messages) =>
    decodeEach(messages, (body) => body.split('\n').map((line) => JSON.parse(line) as GantryRecord)),
};

function decodeEach(messages: readonly StoredMessage[], parse: (body: string) => GantryRecord[]): Decoded {
  const records: GantryRecord[] = [];
  const messageOf: number[] = [];
  const failures: DecodeFailure[] = [];
  messages.forEach((each, index) => {
    const body = Buffer.from(each.body as Uint8Array).toString();
    if (body === 'bad') return failures.push({ index, error: error('test.bad_message') });
    for (const decoded of parse(body)) {
      records.push(decoded);
      messageOf.push(index);
    }
    return undefined;
  });
  return { records, messageOf, failures };
}
