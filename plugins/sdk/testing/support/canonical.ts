/**
 * A value as text, equal for values that mean the same: an int64 may be a number or a bigint, bytes any Uint8Array, and a
 * field that is undefined is not there. The order of fields counts.
 */
export function canonical(value: unknown): string {
  return JSON.stringify(tagged(value)) ?? 'undefined';
}

function tagged(value: unknown): unknown {
  if (typeof value === 'bigint') return isSafe(value) ? Number(value) : { $bigint: String(value) };
  if (typeof value === 'number') return Number.isFinite(value) ? value : { $number: String(value) };
  return typeof value === 'object' ? taggedObject(value) : value;
}

function taggedObject(value: object | null): unknown {
  if (value === null) return null;
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('hex') };
  if (Array.isArray(value)) return value.map(tagged);
  if (value instanceof Date) return { $date: value.getTime() };
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, tagged(item)]));
}

function isSafe(value: bigint): boolean {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER);
}
