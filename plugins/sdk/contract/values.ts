/**
 * A value a record can hold. Nothing is lost on the way: what a JavaScript number cannot hold exactly travels as
 * `bigint` (64-bit integers) or as text (decimals, dates with microseconds, zero dates), and the field's type in the
 * record's schema says how to read it. See {@link FieldType} for the canonical form of each type.
 * @public
 */
export type Value =
  null | boolean | number | bigint | string | Uint8Array | readonly Value[] | { readonly [field: string]: Value };

/** The fields of one row or document, by name. @public */
export type Row = { readonly [field: string]: Value };

/** What survives JSON: positions, task inputs, sink state and configuration are of this shape. @public */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A JSON object. @public */
export type JsonObject = { readonly [key: string]: Json };
