import type { Value } from '@gantry/sdk';

/** JSON.rawJSON: text that JSON.stringify prints as it is (V8 11.4, Node 21). */
const rawJson = (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON;

/**
 * JSON that keeps every value: bigint with all its digits, bytes as base64, what JSON has no number for (NaN, Infinity) as
 * text. Values that plain JSON.stringify prints exactly, which are nearly all, go straight to it.
 */
export function exactJson(value: unknown): string {
  return isPlain(value) ? JSON.stringify(value) : JSON.stringify(value, keepExact);
}

/** Bytes as base64. */
export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

function isPlain(value: unknown): boolean {
  switch (typeof value) {
    case 'number':
      return Number.isFinite(value);
    case 'bigint':
      return false;
    case 'object':
      return value === null || isPlainObject(value);
    default:
      return true;
  }
}

function isPlainObject(object: object): boolean {
  if (object instanceof Uint8Array) return false;
  for (const name in object) {
    const value = (object as { readonly [field: string]: unknown })[name];
    if (typeof value !== 'string' && !isPlain(value)) return false;
  }
  return true;
}

/** Looks at the holder, because a Buffer has become another object by the time its value is handed over. */
function keepExact(this: unknown, name: string, value: unknown): unknown {
  const own = (this as { readonly [field: string]: Value })[name];
  if (own instanceof Uint8Array) return base64(own);
  if (typeof own === 'bigint') return rawJson(String(own));
  if (typeof own === 'number' && !Number.isFinite(own)) return String(own);
  return value;
}
