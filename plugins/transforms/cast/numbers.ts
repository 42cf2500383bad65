import type { FieldType, Value } from '@gantry/sdk';

/** The least and greatest value of each integer type. */
const RANGES: { readonly [type in FieldType]?: readonly [bigint, bigint] } = {
  int8: [-(2n ** 7n), 2n ** 7n - 1n],
  int16: [-(2n ** 15n), 2n ** 15n - 1n],
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint8: [0n, 2n ** 8n - 1n],
  uint16: [0n, 2n ** 16n - 1n],
  uint32: [0n, 2n ** 32n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
};

const INTEGER_TEXT = /^[+-]?[0-9]{1,40}$/;
const DECIMAL_TEXT = /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)$/;
const FLOAT_TEXT = /^[+-]?(?:(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|Infinity)$|^NaN$/;

/** A whole number of the type's range; undefined where the value is none. A fraction is not cut off. */
export function toInteger(value: Value, type: FieldType): number | bigint | undefined {
  const integer = integerOf(value);
  const range = RANGES[type];
  if (integer === undefined || range === undefined || integer < range[0] || integer > range[1]) return undefined;
  const number = Number(integer);
  return Number.isSafeInteger(number) ? number : integer;
}

function integerOf(value: Value): bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : undefined;
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return INTEGER_TEXT.test(text) ? BigInt(text.replace(/^\+/, '')) : undefined;
}

/** A number; undefined where the value is none. */
export function toFloat(value: Value): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return FLOAT_TEXT.test(text) ? Number(text) : undefined;
}

/** A decimal's digits without an exponent; undefined where the value is none. */
export function toDecimal(value: Value): string | undefined {
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? plainDigits(value) : undefined;
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return DECIMAL_TEXT.test(text) ? text : undefined;
}

/** The shortest digits that mean this number, as JavaScript prints it, its exponent moved into the point's place. */
function plainDigits(value: number): string {
  const text = String(value);
  const [, sign = '', whole = '', fraction = '', exponent] = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(text) ?? [];
  if (exponent === undefined) return text;
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return `${sign}${digits.slice(0, point).padEnd(point, '0')}${digits.length > point ? `.${digits.slice(point)}` : ''}`;
}
