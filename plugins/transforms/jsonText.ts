import type { Value } from '@gantry/sdk';

const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown };

/** A value as JSON text: integers of any size as numbers, bytes as base64. */
export function jsonText(value: Value): string {
  return JSON.stringify(toPlain(value));
}

/** A replacer would come too late: a Buffer has already turned itself into an object by then. */
function toPlain(value: Value): unknown {
  if (typeof value === 'bigint') return rawJSON(String(value));
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(toPlain);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, toPlain(inner)]));
}
