import type { GantryRecord } from './record.ts';
import type { Json } from './values.ts';

/** Structured logging. Fields hold facts, never a configuration object. @public */
export interface Log {
  debug(message: string, fields?: { readonly [name: string]: unknown }): void;
  info(message: string, fields?: { readonly [name: string]: unknown }): void;
  warn(message: string, fields?: { readonly [name: string]: unknown }): void;
  error(message: string, fields?: { readonly [name: string]: unknown }): void;
}

/** Time as an argument, so that tests can hold it still. @public */
export interface Clock {
  /** Unix milliseconds. */
  now(): number;
  /** Resolves after `ms`; rejects with CancelledError when the signal fires. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** What every component gets when it is made, on the member and in the thread that runs it. @public */
export interface ComponentContext<Config> {
  readonly pipeline: string;
  /** The node's name on the canvas. */
  readonly node: string;
  /** Validated against the component's schema, defaults filled in, secret references resolved. */
  readonly config: Config;
  /** The settings of the node's connection, resolved likewise; undefined where it names none. */
  readonly connection: unknown;
  readonly log: Log;
  readonly clock: Clock;
}

/** What a source or sink task gets besides. @public */
export interface TaskContext<Config> extends ComponentContext<Config> {
  /** This task's share of the work, as `tasks()` split it. */
  readonly input: Json;
  /** Which of how many, from 0. */
  readonly index: number;
  readonly count: number;
  /** A folder of this task's own, kept across restarts on this member. Made on first use by whoever writes to it. */
  readonly dataDir: string;
  /** Grows each time a task gets a new owner; a transactional sink stores it to refuse stale owners (P4). */
  readonly epoch: number;
  /** Shows records in the designer: sampled and capped by the host, so calling it for every record is fine. */
  show(records: readonly GantryRecord[]): void;
}
