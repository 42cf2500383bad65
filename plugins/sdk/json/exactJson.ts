import type { Row, Value } from '../contract/values.ts';
import { fromBase64, toBase64 } from './base64.ts';

/** JavaScript's own parts for exact numbers in JSON, which its type library does not declare yet. */
const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown };

/** As many digits as a safe integer can have; fewer can be read by the quick parser. */
const LONG_NUMBER = /[0-9]{16}/;
const INTEGER = /^-?[0-9]+$/;

/** How bytes are written: bare base64 for readers of plain JSON, or `{"$bytes": base64}` where Gantry reads them back. @public */
export type BytesForm = 'base64' | 'tagged';

/**
 * A value as JSON text: integers of any size as JSON numbers, bytes as base64, what JSON has no number for as text ("NaN",
 * "Infinity"). Undefined fields are left out.
 * @public
 */
export function writeJson(value: unknown, bytes: BytesForm = 'base64'): string {
  return JSON.stringify(isPlain(value) ? value : toPlain(value, bytes));
}

/** Parses JSON; integers a number cannot hold come back as bigint. Throws SyntaxError. @public */
export function readJson(text: string): Value {
  if (!LONG_NUMBER.test(text)) return JSON.parse(text) as Value;
  const exact = (_name: string, value: unknown, context?: { readonly source?: string }): unknown => {
    if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
    return context?.source !== undefined && INTEGER.test(context.source) ? BigInt(context.source) : value;
  };
  return JSON.parse(text, exact) as Value;
}

/** Whether JSON.stringify alone gives the right text, which nearly every row is and which is several times faster. */
function isPlain(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value === 'bigint') return false;
  if (typeof value !== 'object' || value === null) return true;
  if (value instanceof Uint8Array) return false;
  if (Array.isArray(value)) return value.every(isPlain);
  for (const name in value) if (!isPlain((value as { readonly [name: string]: unknown })[name])) return false;
  return true;
}

function toPlain(value: unknown, bytes: BytesForm): unknown {
  if (typeof value === 'bigint') return rawJSON(String(value));
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) return bytes === 'tagged' ? { $bytes: toBase64(value) } : toBase64(value);
  if (Array.isArray(value)) return value.map((item) => toPlain(item, bytes));
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, toPlain(inner, bytes)]));
}

/** Turns `{"$bytes": base64}` back into bytes, all the way down. @public */
export function taggedBytes(value: Value): Value {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map(taggedBytes);
  const names = Object.keys(value);
  const text = (value as Row)['$bytes'];
  if (typeof text === 'string' && names.length === 1) return fromBase64(text);
  return Object.fromEntries(names.map((name) => [name, taggedBytes((value as Row)[name] as Value)]));
}
