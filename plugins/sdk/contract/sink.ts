import type { Capabilities } from './capabilities.ts';
import type { ComponentInfo } from './component.ts';
import type { TaskContext } from './context.ts';
import type { GantryError } from './errors.ts';
import type { GantryRecord } from './record.ts';
import type { Json } from './values.ts';

/** A record the sink could not take. @public */
export interface SinkFailure {
  /** Its index in the records given to write. */
  readonly index: number;
  readonly error: GantryError;
}

/** Why a sink task is closed: a pause or move keeps unfinished work open, an end finishes it. @public */
export type CloseReason = 'ended' | 'stopped' | 'failed';

/**
 * One running share of a sink. The host calls `open` once, then `write` and `flush` one after the other, never two at a time,
 * and `close` exactly once at the end, also after an error.
 * @public
 */
export interface SinkTask {
  /**
   * Connects and takes up its state: what the last stored flush returned, null at the first start. Whatever was written
   * after that flush will be written again, so a sink that can goes back to the state (a file is cut to its length).
   */
  open(state: Json, signal: AbortSignal): Promise<void>;
  /**
   * Takes the records, in order. May buffer; must not promise. Resolves when it can take more: this is the back-pressure.
   * Failures name records that were left out while all others were taken. A throw means none counts as taken: a retryable error
   * is tried again with the same records, any other is narrowed down by halving, unless the policy is to stop.
   */
  write(records: readonly GantryRecord[], signal: AbortSignal): Promise<readonly SinkFailure[] | void>;
  /**
   * Makes everything taken so far durable, then returns the state to go on from. The bus position is stored, with this state
   * and in one transaction, only after it resolved (P2). Called about once a second, and before every close but a failed one.
   */
  flush(signal: AbortSignal): Promise<Json>;
  /** Lets everything go. `ended`: no more records will come, so finish what is unfinished. Its return value is the last state. */
  close(reason: CloseReason): Promise<Json | void>;
}

/** A kind of sink. @public */
export interface SinkDefinition<Config = unknown> extends ComponentInfo, Capabilities<Config> {
  /** Whether several tasks may run side by side. True where left out. */
  readonly parallel?: boolean;
  /**
   * It repeats nothing after a crash: it goes back to its stored state, or stores progress together with the data. Pipelines that
   * ask for exactly-once are warned of sinks that do not say so (P7). False where left out; the acceptance suite tries the claim.
   */
  readonly exactlyOnce?: boolean;
  /** Makes a task; does no work yet. */
  createTask(context: TaskContext<Config>): SinkTask;
}
