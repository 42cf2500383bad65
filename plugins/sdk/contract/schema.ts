/**
 * The type of a field, with the form its values take in a record:
 *
 * | type | value |
 * |---|---|
 * | boolean | boolean |
 * | int8 … int32, uint8 … uint32 | number |
 * | int64, uint64 | bigint, or number where it is a safe integer |
 * | float32, float64 | number |
 * | decimal | string, digits exactly as the source has them |
 * | string, json, enum, set, uuid | string |
 * | bytes, bit, geometry | Uint8Array |
 * | date, time, datetime, timestamp, year | string, as SQL prints it (`2026-02-30` and `0000-00-00` survive); timestamp in UTC |
 * | array | Value[] |
 * | object | nested Row |
 * | any | whatever the source had |
 * @public
 */
export type FieldType =
  | 'boolean'
  | 'int8'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'uint8'
  | 'uint16'
  | 'uint32'
  | 'uint64'
  | 'float32'
  | 'float64'
  | 'decimal'
  | 'string'
  | 'json'
  | 'enum'
  | 'set'
  | 'uuid'
  | 'bytes'
  | 'bit'
  | 'geometry'
  | 'date'
  | 'time'
  | 'datetime'
  | 'timestamp'
  | 'year'
  | 'array'
  | 'object'
  | 'any';

/** One field of a schema. @public */
export interface Field {
  readonly name: string;
  readonly type: FieldType;
  /** Whether null is allowed; true where left out. */
  readonly nullable?: boolean;
  /** The source's own type, as it writes it: `decimal(65,30)`, `enum('a','b')`. */
  readonly sourceType?: string;
  /** Type details a sink needs to rebuild the column exactly: length, precision, scale, charset, values, srid. */
  readonly params?: { readonly [name: string]: string | number | boolean | readonly string[] };
}

/** The fields of a table, topic or file, in order. Shared by every record that has them, so compare by identity first. @public */
export interface RecordSchema {
  /** What the rows are of: a table, a collection, a file. */
  readonly name: string;
  readonly fields: readonly Field[];
  /** Names of the fields that make the key, in key order. */
  readonly key?: readonly string[];
  /** Grows when the fields change; two schemas with one name and one version are equal. */
  readonly version?: number;
}
