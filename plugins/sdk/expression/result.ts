import { Optional } from '@marcbachmann/cel-js';
import { Duration, UnsignedInt } from '@marcbachmann/cel-js/evaluator';
import type { Value } from '../contract/values.ts';

/**
 * Turns what CEL gives into a record's value: an int becomes a number where that is exact, a timestamp its ISO text, a
 * duration its seconds (`5400s`), an optional its value or null. Throws TypeError for what no record can hold, such as a type.
 */
export function toValue(result: unknown): Value {
  if (result === null || typeof result !== 'object') return scalarValue(result);
  if (result instanceof Uint8Array) return result;
  if (Array.isArray(result)) return result.map(toValue);
  if (result instanceof Date) return result.toISOString();
  if (result instanceof UnsignedInt) return integerValue(result.valueOf());
  if (result instanceof Duration) return result.toString();
  if (result instanceof Optional) return result.hasValue() ? toValue(result.value()) : null;
  if (result instanceof Set) return [...result].map(toValue);
  if (result instanceof Map) return rowOf(result.entries());
  const prototype: unknown = Object.getPrototypeOf(result);
  if (prototype === null || prototype === Object.prototype) return rowOf(Object.entries(result));
  throw new TypeError('the result is no value a record can hold');
}

function scalarValue(result: unknown): Value {
  if (typeof result === 'bigint') return integerValue(result);
  if (result === null || typeof result === 'string' || typeof result === 'number' || typeof result === 'boolean') {
    return result;
  }
  throw new TypeError('the result is no value a record can hold');
}

function integerValue(integer: bigint): Value {
  const number = Number(integer);
  return Number.isSafeInteger(number) ? number : integer;
}

function rowOf(entries: Iterable<readonly [unknown, unknown]>): { readonly [field: string]: Value } {
  return Object.fromEntries(Array.from(entries, ([name, value]) => [String(name), toValue(value)]));
}
