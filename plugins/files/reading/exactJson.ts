import { randomInt } from 'node:crypto';
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
  return typeof value !== 'number' || source === undefined || source.length <= SAFE_RUN ? value : exactNumber(source);
}

/** Begins a text that stands for a number. Nobody can guess it, so no text of the data does. */
const MARK = `#${randomInt(100_000_000, 1_000_000_000)}#`;
const LONG_NUMBER = /([:[,]\s*)(-?[\d.]{16,}(?:[eE][+-]?\d+)?)(?=\s*[,}\]])/g;
const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/**
 * Turns long numbers in lists and objects of JSON into marked texts, which `restoreNumbers` turns into exact values after the quick
 * parser: many times faster than a reviver. Within a text of the data the mark's quote makes the JSON malformed, so that is
 * found out by the parser.
 */
export function markLongNumbers(json: string): string {
  return json.replace(LONG_NUMBER, `$1"${MARK}$2"`);
}

/** Puts exact numbers back in place, in values that were just parsed. Throws SyntaxError for what is no number in JSON. */
export function restoreNumbers(value: Value): Value {
  if (typeof value === 'string') return value.startsWith(MARK) ? marked(value) : value;
  if (typeof value !== 'object' || value === null) return value;
  const holder = value as { [name: string]: Value };
  for (const name in holder) {
    const item = holder[name] as Value;
    if (typeof item !== 'string' && (typeof item !== 'object' || item === null)) continue;
    const restored = restoreNumbers(item);
    if (restored !== item) put(holder, name, restored);
  }
  return value;
}

/** Assigning to a field called __proto__ would be something else; defining every field would be slow. */
function put(holder: { [name: string]: Value }, name: string, value: Value): void {
  if (name === '__proto__')
    Object.defineProperty(holder, name, { value, enumerable: true, writable: true, configurable: true });
  else holder[name] = value;
}

function marked(text: string): Value {
  const source = text.slice(MARK.length);
  if (!JSON_NUMBER.test(source)) throw new SyntaxError('not a number');
  return exactNumber(source);
}

function exactNumber(source: string): number | bigint | string {
  const value = Number(source);
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
