import { Type } from '@sinclair/typebox';
import type { Static, TSchema, TUnsafe } from '@sinclair/typebox';
import type { Json, JsonObject } from '@gantry/sdk';

/**
 * Ties a schema to its type in contract.ts: it does not compile when a field is missing, of another type, or unknown to the
 * contract. The schema gets the type's name, under which routes and other schemas refer to it.
 */
export function schemaOf<Dto>() {
  return <const S extends TSchema>(name: string, schema: S & Matches<S, Dto>): TSchema => ({ ...schema, $id: name });
}

type Matches<S extends TSchema, Dto> = [Static<S>] extends [Dto]
  ? [AnyKey<Dto>] extends [AnyKey<Static<S>>]
    ? unknown
    : { 'schema lacks': Exclude<AnyKey<Dto>, AnyKey<Static<S>>> }
  : { 'schema is not of the type': Dto };

type AnyKey<T> = T extends unknown ? keyof T : never;

/** A schema defined by {@link schemaOf} elsewhere, by its name. */
export function ref<Dto>(name: string): TUnsafe<Dto> {
  return Type.Unsafe<Dto>({ $ref: `${name}#` });
}

export function listOf<Dto>(name: string): TUnsafe<readonly Dto[]> {
  return Type.Unsafe<readonly Dto[]>(Type.Array(ref<Dto>(name)));
}

export function oneOf<const Values extends readonly string[]>(
  values: Values,
  description?: string,
): TUnsafe<Values[number]> {
  return Type.Unsafe<Values[number]>({
    type: 'string',
    enum: [...values],
    ...(description === undefined ? {} : { description }),
  });
}

/** Any JSON. */
export const jsonValue: TUnsafe<Json> = Type.Unsafe<Json>({});

export const jsonObject: TUnsafe<JsonObject> = Type.Unsafe<JsonObject>({ type: 'object', additionalProperties: true });

/** An object with names of people's choice. */
export function mapOf<Value>(values: TSchema): TUnsafe<{ readonly [name: string]: Value }> {
  return Type.Unsafe<{ readonly [name: string]: Value }>({ type: 'object', additionalProperties: values });
}
