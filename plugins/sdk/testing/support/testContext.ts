import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock, GantryRecord, Json, Log, TSchema, TaskContext } from '@gantry/sdk';
import { Value } from '@sinclair/typebox/value';
import { realClock } from './fakeClock.ts';

/** One line that was logged. */
export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields?: { readonly [name: string]: unknown };
}

/** What a test may say of a context; the rest is made up. */
export interface TestContextOptions<Config> {
  readonly config: Config;
  readonly connection?: unknown;
  readonly clock?: Clock;
  readonly pipeline?: string;
  readonly node?: string;
  readonly input?: Json;
  readonly index?: number;
  readonly count?: number;
  readonly dataDir?: string;
  readonly epoch?: number;
}

/** A context that collects what the component logs and shows. */
export interface TestContext<Config> extends TaskContext<Config> {
  readonly lines: readonly LogLine[];
  readonly shown: readonly GantryRecord[];
}

/** A context for one component or task. The clock is the real one where none is given. */
export function testContext<Config>(options: TestContextOptions<Config>): TestContext<Config> {
  const lines: LogLine[] = [];
  const shown: GantryRecord[] = [];
  const log: Log = {
    debug: (message, fields) => void lines.push({ level: 'debug', message, ...(fields ? { fields } : {}) }),
    info: (message, fields) => void lines.push({ level: 'info', message, ...(fields ? { fields } : {}) }),
    warn: (message, fields) => void lines.push({ level: 'warn', message, ...(fields ? { fields } : {}) }),
    error: (message, fields) => void lines.push({ level: 'error', message, ...(fields ? { fields } : {}) }),
  };
  return {
    pipeline: 'test',
    node: 'component',
    connection: undefined,
    clock: realClock,
    input: null,
    index: 0,
    count: 1,
    // Made on first use by whoever writes to it, so nothing is left where nobody does.
    dataDir: join(tmpdir(), `gantry-task-${process.pid}-${Math.random().toString(36).slice(2)}`),
    epoch: 1,
    ...options,
    log,
    show: (records) => void shown.push(...records),
    lines,
    shown,
  };
}

/** A configuration with the defaults of its schema filled in, as the runtime hands it to a component. */
export function withDefaults<Config>(schema: TSchema, config: object): Config {
  return Value.Default(schema, structuredClone(config)) as Config;
}
