import type { ComponentContext, GantryError, GantryRecord, Row, Transform, TransformDefinition } from '@gantry/sdk';

/** What a transform made of some records. */
export interface Outcome {
  readonly emitted: GantryRecord[];
  readonly failed: { readonly record: GantryRecord; readonly error: GantryError }[];
}

/** A context for tests; `nowMs` is what its clock shows. */
export function contextOf<Config>(config: Config, nowMs: () => number = () => 0): ComponentContext<Config> {
  const silent = () => {};
  return {
    pipeline: 'test',
    node: 'step',
    config,
    connection: undefined,
    log: { debug: silent, info: silent, warn: silent, error: silent },
    clock: { now: nowMs, sleep: () => Promise.resolve() },
  };
}

/** Makes a transform and runs records through it. */
export function runTransform<Config>(
  definition: TransformDefinition<Config>,
  config: Config,
  records: readonly GantryRecord[],
): Outcome {
  return applyTo(definition.createTransform(contextOf(config)), records);
}

/** Runs records through a transform. */
export function applyTo(transform: Transform, records: readonly GantryRecord[]): Outcome {
  const outcome: Outcome = { emitted: [], failed: [] };
  transform.apply(deepFrozen(records), {
    emit: (record) => outcome.emitted.push(record),
    fail: (record, error) => outcome.failed.push({ record, error }),
  });
  return outcome;
}

/** A record with the given after row. */
export function row(after: Row | null, more: Partial<GantryRecord> = {}): GantryRecord {
  return { op: 'create', key: null, before: null, after, source: { connector: 'test' }, timestampMs: 0, ...more };
}

/** Freezes what goes in, so that a transform that changes its input throws. */
function deepFrozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  for (const inner of Object.values(value)) deepFrozen(inner);
  return Object.freeze(value);
}
