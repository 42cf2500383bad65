import type { Capabilities } from './capabilities.ts';
import type { ComponentInfo } from './component.ts';
import type { ComponentContext, TaskContext } from './context.ts';
import type { GantryError } from './errors.ts';
import type { GantryRecord } from './record.ts';
import type { Json, JsonObject } from './values.ts';

/** Where a source is: opaque to the runtime, readable and editable by people. @public */
export type Position = JsonObject;

/** Something the source read but could not make a record of. The error policy decides what becomes of it (P6). @public */
export interface SourceFailure {
  /** How many of the batch's records come before it. */
  readonly at: number;
  /**
   * The bytes as they were, cut by nobody but the plugin itself: of an item above a limit of its own it keeps the beginning, and the
   * error's message says how much of how much.
   */
  readonly original: Uint8Array;
  readonly error: GantryError;
  /** Just before it: where a stopped task starts again. */
  readonly positionBefore: Position;
}

/** What one read yields. @public */
export interface SourceBatch {
  readonly records: readonly GantryRecord[];
  /** After the last record (and failure) of this batch. Stored only once the bus has acknowledged all of it (P1). */
  readonly position: Position;
  /** In order of `at`. */
  readonly failures?: readonly SourceFailure[];
  /** How far behind the source is, where it knows: records, bytes or milliseconds. */
  readonly lag?: { readonly records?: number; readonly bytes?: number; readonly ms?: number };
}

/**
 * One running share of a source. The host calls `open` once, then `read` again and again, never two at a time, and `close`
 * exactly once at the end, also after an error. `acknowledged` and `committed` may be called while a read is under way.
 * @public
 */
export interface SourceTask {
  /**
   * Connects and goes to the position (null: the beginning, as the configuration says). Reading from the same position twice
   * yields the same records again in the same order, unless the source itself forgot them.
   * A retryable error is tried again with back-off on a new task object.
   */
  open(position: Position | null, signal: AbortSignal): Promise<void>;
  /**
   * The next records, as many as come cheaply in one go (about 1,000 records or 1 MiB), waiting while there are none.
   * Null once it has ended for good. The host never asks ahead of what the bus takes, which is all the back-pressure there is.
   * When the signal fires it ends at once with what it has, or with CancelledError: nothing is lost, since no position moved.
   */
  read(signal: AbortSignal): Promise<SourceBatch | null>;
  /** The bus has durably stored everything up to this position. In order; for sources that owe somebody an answer. */
  acknowledged?(position: Position): void;
  /** The position was stored: what lies before it is never asked for again and may be let go at the source. */
  committed?(position: Position): void;
  /** Lets everything go. Never throws for something already gone. */
  close(): Promise<void>;
}

/** One unit of work of a source. @public */
export interface TaskShare {
  /** Stable across restarts and re-splits: positions belong to it. `file-orders`, `shard-2`. */
  readonly key: string;
  readonly input: Json;
  /** Its expected cost beside its siblings; 1 where left out. */
  readonly weight?: number;
}

/** A kind of source. @public */
export interface SourceDefinition<Config = unknown> extends ComponentInfo, Capabilities<Config> {
  /** Whether it can end by itself (a file) or goes on for ever (a stream), for what the configuration says. */
  ends?(config: Config): boolean;
  /** Splits the work into at most `maxTasks` shares. Asked once per deployment, and again when the source says it changed. One share where left out. */
  tasks?(context: ComponentContext<Config>, maxTasks: number, signal: AbortSignal): Promise<readonly TaskShare[]>;
  /**
   * Whether position `next` lies at or after `current`; undefined where that cannot be said. The runtime refuses a step back (P3).
   */
  isAtOrAfter?(next: Position, current: Position): boolean | undefined;
  /** Makes a task; does no work yet. */
  createTask(context: TaskContext<Config>): SourceTask;
}
