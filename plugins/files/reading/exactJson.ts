import type { Value } from '@gantry/sdk';

/** Longest run of digits and dots that a double always keeps exactly. */
const SAFE_RUN = 15;
const STRIDE = SAFE_RUN + 1;

/**
 * Whether there is a run of 16 or more digits and dots, that is, perhaps a number which a double cannot hold. Looks only
 * at every 16th byte, which each such run must cover, and at the neighbours of those that are digits.
 */
export function hasLongNumber(bytes: Uint8Array, from: number, to: number): boolean {
  for (let probe = from + SAFE_RUN; probe < to; probe += STRIDE) {
    if (!isDigitOrDot(bytes[probe] as number)) continue;
    let first = probe;
    while (first > from && isDigitOrDot(bytes[first - 1] as number)) first--;
    let last = probe;
    while (last + 1 < to && isDigitOrDot(bytes[last + 1] as number)) last++;
    if (last - first >= SAFE_RUN) return true;
  }
  return false;
}

/** JSON.parse that loses no digit: integers beyond 2^53 become bigint, decimals that a double would round stay text. */
export function parseExactJson(text: string): Value {
  return JSON.parse(text, keepDigits as (this: unknown, key: string, value: unknown) => unknown) as Value;
}

/** The source text of a primitive, which JSON.parse hands its reviver since V8 11.4 (Node 21). */
interface ReviverContext {
  readonly source?: string;
}

function keepDigits(_key: string, value: unknown, context: ReviverContext): unknown {
  const source = context.source;
  if (typeof value !== 'number' || source === undefined || source.length <= SAFE_RUN) return value;
  if (/^-?\d+$/.test(source)) return Number.isSafeInteger(value) ? value : BigInt(source);
  return isSameNumber(source, value) ? value : source;
}

function isSameNumber(source: string, value: number): boolean {
  return trimmed(source) === trimmed(String(value)) || trimmed(source) === trimmed(value.toExponential());
}

/** A number's text in one form: lower case, no `+` in the exponent, no zeros at the fraction's end. */
function trimmed(text: string): string {
  const [mantissa = '', exponent] = text.toLowerCase().replace('+', '').split('e');
  const digits = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa;
  return exponent === undefined || Number(exponent) === 0 ? digits : `${digits}e${Number(exponent)}`;
}

function isDigitOrDot(byte: number): boolean {
  return (byte >= 48 && byte <= 57) || byte === 46;
}
