import type { RecordSchema } from './schema.ts';
import type { Json, Row, Value } from './values.ts';

/**
 * What happened: a row was created, updated or deleted; read by a snapshot or from a file; a table was truncated; or a
 * message was received that is no row.
 * @public
 */
export type Op = 'create' | 'update' | 'delete' | 'read' | 'truncate' | 'message';

/** Where a record came from. Facts only: nothing downstream may depend on a field being there. @public */
export interface SourceFacts {
  /** The connector's type: `files`, `mysql`. */
  readonly connector: string;
  readonly database?: string;
  /** Table, collection, topic or file. */
  readonly table?: string;
  /** The exact place, for people: `orders.csv:17`, `mysql-bin.000003:4711`. */
  readonly at?: string;
  /** More facts by name: gtid, queue, offset, line. */
  readonly [fact: string]: Json | undefined;
}

/** Where a route transform sends a record instead of the place the graph says. @public */
export interface RecordRoute {
  /** The topic it is produced to. */
  readonly topic?: string;
  /** The table, collection or file a sink writes it to. */
  readonly table?: string;
}

/**
 * One record on its way. Records are values: a transform makes a new one (`{ ...record, after }`) and never changes
 * one it was given, because other branches of the graph hold the same object.
 * @public
 */
export interface GantryRecord {
  readonly op: Op;
  /** The key: the key columns as a row, or one value (a message key); null where there is none. */
  readonly key: Row | Value;
  /** The row before an update or delete, where the source knows it. */
  readonly before: Row | null;
  /** The row after; null for delete and truncate. A message that is no row is `{ value: … }`. */
  readonly after: Row | null;
  readonly schema?: RecordSchema;
  readonly source: SourceFacts;
  /** When it happened at the source, Unix milliseconds. */
  readonly timestampMs: number;
  readonly headers?: { readonly [name: string]: string };
  readonly route?: RecordRoute;
}
