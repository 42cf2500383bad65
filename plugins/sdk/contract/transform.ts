import type { ComponentInfo } from './component.ts';
import type { ComponentContext } from './context.ts';
import type { GantryError } from './errors.ts';
import type { GantryRecord } from './record.ts';

/** Where a transform puts its results. @public */
export interface TransformOutput {
  /** Passes a record on; none, one or many for each that came in, in order. */
  emit(record: GantryRecord): void;
  /** Gives a record that could not be processed to the error policy (P6). */
  fail(record: GantryRecord, error: GantryError): void;
}

/** A running transform. Lives in the task that feeds it; batches come one at a time. @public */
export interface Transform {
  /** Processes a batch. A throw counts for the whole batch, so per-record trouble goes to `out.fail`. */
  apply(records: readonly GantryRecord[], out: TransformOutput): void;
  close?(): void;
}

/** A kind of transform. @public */
export interface TransformDefinition<Config = unknown> extends ComponentInfo {
  createTransform(context: ComponentContext<Config>): Transform;
}
