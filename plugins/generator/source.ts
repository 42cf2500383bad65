import { CancelledError } from '@gantry/sdk';
import type {
  ComponentContext,
  GantryRecord,
  Position,
  Preview,
  RecordSchema,
  SourceBatch,
  SourceDefinition,
  SourceTask,
  TaskContext,
} from '@gantry/sdk';
import { generatorConfig } from './config.ts';
import type { GeneratorConfig } from './config.ts';
import { GENERATOR_ERRORS } from './errors.ts';
import type { Kind } from './kind.ts';
import { OrdersKind } from './orders.ts';
import { SensorsKind } from './sensors.ts';
import { UsersKind } from './users.ts';

const MAX_BATCH = 1_000;
/** With a rate, records come in lots of about this long, not one by one. */
const PACE_MS = 50;
/** What a slow reader may catch up with at once. */
const MAX_CREDIT_MS = 1_000;

/** Makes up realistic records, the same ones for the same seed and position. */
export const generator: SourceDefinition<GeneratorConfig> = {
  type: 'generator',
  title: 'Generator',
  description: 'Makes up realistic orders, users or sensor readings, to try a pipeline without a database.',
  icon: 'Wand',
  keywords: ['sample', 'demo', 'fake', 'test data', 'mock', 'random', 'datagen'],
  config: generatorConfig,
  ends: (config) => config.count !== undefined,
  isAtOrAfter: (next, current) => placeOf(next).next >= placeOf(current).next,
  createTask: (context: TaskContext<GeneratorConfig>) => new GeneratorTask(context),
  async discoverSchema(context): Promise<readonly RecordSchema[]> {
    return [makeKind(context.config).schema];
  },
  async preview(context: ComponentContext<GeneratorConfig>, limit: number): Promise<Preview> {
    const { config } = context;
    const startMs = startOf(config) ?? context.clock.now();
    const make = recordMaker(config, startMs);
    const length = Math.min(limit, config.count ?? limit);
    return { records: Array.from({ length }, (_, index) => make(index)), failures: [] };
  },
};

class GeneratorTask implements SourceTask {
  readonly #context: TaskContext<GeneratorConfig>;
  #make: (index: number) => GantryRecord = () => {
    throw new Error('a generator was read before it was opened');
  };
  #next = 0;
  #startMs = 0;
  /** With a rate: up to when the records given so far have used up the time. */
  #paidUntilMs = 0;

  constructor(context: TaskContext<GeneratorConfig>) {
    this.#context = context;
  }

  /** The start time is part of the position: a task that goes on elsewhere must make the same records. */
  async open(position: Position | null): Promise<void> {
    const { config, clock } = this.#context;
    const place = position === null ? undefined : placeOf(position);
    this.#next = place?.next ?? 0;
    this.#startMs = startOf(config) ?? place?.startMs ?? clock.now();
    this.#make = recordMaker(config, this.#startMs);
    this.#paidUntilMs = clock.now();
  }

  async read(signal: AbortSignal): Promise<SourceBatch | null> {
    const left = (this.#context.config.count ?? Number.POSITIVE_INFINITY) - this.#next;
    if (left <= 0) return null;
    if (signal.aborted) throw new CancelledError();
    const size = Math.min(left, await this.#takeCredit(left, signal));
    const records = Array.from({ length: size }, (_, at) => this.#make(this.#next + at));
    this.#next += size;
    const position = { next: this.#next, startMs: this.#startMs };
    return Number.isFinite(left) ? { records, position, lag: { records: left - size } } : { records, position };
  }

  async close(): Promise<void> {
    // Nothing is open: records are made from their number alone.
  }

  /** How many records the rate allows now, waiting until there is a lot of them. */
  async #takeCredit(left: number, signal: AbortSignal): Promise<number> {
    const { config, clock } = this.#context;
    if (config.rate === undefined) return MAX_BATCH;
    const perRecordMs = 1000 / config.rate;
    const lot = Math.max(1, Math.min(left, Math.floor(PACE_MS / perRecordMs)));
    const waitMs = this.#paidUntilMs + lot * perRecordMs - clock.now();
    if (waitMs > 0) await clock.sleep(waitMs, signal);
    const nowMs = clock.now();
    this.#paidUntilMs = Math.max(this.#paidUntilMs, nowMs - Math.max(MAX_CREDIT_MS, lot * perRecordMs));
    const earned = Math.floor((nowMs - this.#paidUntilMs) / perRecordMs + 1e-9);
    const size = Math.max(1, Math.min(MAX_BATCH, earned, left));
    this.#paidUntilMs += size * perRecordMs;
    return size;
  }
}

function recordMaker(config: GeneratorConfig, startMs: number): (index: number) => GantryRecord {
  const kind = makeKind(config);
  const { schema } = kind;
  const stepMs = config.rate === undefined ? 1 : 1000 / config.rate;
  const timeOf = (index: number): number => Math.floor(startMs + index * stepMs);
  return (index) => {
    const { op, key, before, after } = kind.at(index, timeOf);
    const source = { connector: 'generator', table: schema.name, at: `${schema.name} #${index}`, number: index };
    return { op, key, before, after, schema, source, timestampMs: timeOf(index) };
  };
}

function makeKind({ kind, seed }: GeneratorConfig): Kind {
  switch (kind) {
    case 'users':
      return new UsersKind(seed);
    case 'sensors':
      return new SensorsKind(seed);
    case 'orders':
      return new OrdersKind(seed);
  }
}

function startOf({ start }: GeneratorConfig): number | undefined {
  if (start === undefined) return undefined;
  const startMs = Date.parse(start);
  if (Number.isFinite(startMs)) return startMs;
  throw GENERATOR_ERRORS.error('bad_start', {
    message: `the start time "${start}" is not a date and time`,
    hint: 'Write it as 2026-01-01T00:00:00Z.',
  });
}

function placeOf(position: Position): { readonly next: number; readonly startMs: number | undefined } {
  const { next, startMs } = position;
  if (typeof next !== 'number' || !Number.isSafeInteger(next) || next < 0) {
    throw GENERATOR_ERRORS.error('bad_position', {
      message: 'the position does not say which record comes next',
      hint: 'A position looks like {"next": 1000}; records are counted from 0.',
    });
  }
  return { next, startMs: typeof startMs === 'number' && Number.isFinite(startMs) ? startMs : undefined };
}
