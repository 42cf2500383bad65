import type { Op, RecordSchema, Row } from '@gantry/sdk';

/** What happened, before the source gives it its place and schema. */
export interface Happening {
  readonly op: Op;
  readonly key: Row;
  readonly before: Row | null;
  readonly after: Row | null;
}

/** A kind of data. What happens at an index depends on the index, its time and the seed alone. */
export interface Kind {
  readonly schema: RecordSchema;
  /** `timeOf` gives the time of any index, in Unix milliseconds: rows remember when they were made. */
  at(index: number, timeOf: (index: number) => number): Happening;
}
