import type { ComponentContext } from './context.ts';
import type { ErrorDto } from './errors.ts';
import type { GantryRecord } from './record.ts';
import type { RecordSchema } from './schema.ts';

/** One step of a check, shown as a list: resolve, connect, TLS, auth, grants. @public */
export interface CheckStep {
  readonly name: string;
  readonly status: 'passed' | 'failed' | 'warning' | 'skipped';
  /** What was found, in one sentence. */
  readonly detail?: string;
  /** The statement or setting that mends it. */
  readonly fix?: string;
}

/** A value a field can take, found at the source: a table, a topic, a file. @public */
export interface Choice {
  readonly value: string;
  readonly label?: string;
  readonly detail?: string;
}

/** What a preview reads: a bounded number of records, and the failures met on the way. @public */
export interface Preview {
  readonly records: readonly GantryRecord[];
  readonly failures: readonly ErrorDto[];
}

/**
 * Optional abilities of a source, a sink or a connection. Each is called from the designer with a configuration that may be
 * incomplete, outside any task, and must end by itself within seconds or when the signal fires. None may change anything.
 * @public
 */
export interface Capabilities<Config> {
  /** Whether it would work: every step up to the first that fails, the rest as skipped. */
  check?(context: ComponentContext<Config>, signal: AbortSignal): Promise<readonly CheckStep[]>;
  /** Values for a field (`path` into the configuration, dotted), filtered by what was typed. */
  choices?(
    context: ComponentContext<Config>,
    field: string,
    typed: string,
    signal: AbortSignal,
  ): Promise<readonly Choice[]>;
  /** The schemas of what it would read or write. */
  discoverSchema?(context: ComponentContext<Config>, signal: AbortSignal): Promise<readonly RecordSchema[]>;
  /** The first records it would read. */
  preview?(context: ComponentContext<Config>, limit: number, signal: AbortSignal): Promise<Preview>;
}
