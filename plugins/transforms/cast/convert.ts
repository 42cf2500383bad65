import { writeJson } from '@gantry/sdk';
import type { FieldType, Value } from '@gantry/sdk';
import { isRow } from '../fieldPath.ts';
import { toDecimal, toFloat, toInteger } from './numbers.ts';
import { toDate, toDateTime, toTime, toYear } from './times.ts';

const TRUE_TEXTS: ReadonlySet<string> = new Set(['true', 't', 'yes', 'y', 'on', '1']);
const FALSE_TEXTS: ReadonlySet<string> = new Set(['false', 'f', 'no', 'n', 'off', '0']);
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The value in the form the type has in a record; undefined where it cannot be had without losing something. */
export function convert(value: Value, type: FieldType): Value | undefined {
  if (value === null) return null;
  switch (type) {
    case 'any':
      return value;
    case 'boolean':
      return toBoolean(value);
    case 'float32': {
      const number = toFloat(value);
      return number === undefined ? undefined : Math.fround(number);
    }
    case 'float64':
      return toFloat(value);
    case 'decimal':
      return toDecimal(value);
    case 'string':
    case 'enum':
    case 'set':
      return toText(value);
    case 'uuid': {
      const text = toText(value)?.trim();
      return text !== undefined && UUID.test(text) ? text : undefined;
    }
    case 'json':
      return toJson(value);
    case 'bytes':
    case 'bit':
    case 'geometry':
      return toBytes(value);
    case 'date':
      return toDate(value);
    case 'time':
      return toTime(value);
    case 'datetime':
    case 'timestamp':
      return toDateTime(value);
    case 'year':
      return toYear(value);
    case 'array': {
      const list = typeof value === 'string' ? parsed(value) : value;
      return Array.isArray(list) ? list : undefined;
    }
    case 'object': {
      const row = typeof value === 'string' ? parsed(value) : value;
      return isRow(row) ? row : undefined;
    }
    case 'int8':
    case 'int16':
    case 'int32':
    case 'int64':
    case 'uint8':
    case 'uint16':
    case 'uint32':
    case 'uint64':
      return toInteger(value, type);
  }
}

function toBoolean(value: Value): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'object') return undefined;
  const text = String(value).trim().toLowerCase();
  if (TRUE_TEXTS.has(text)) return true;
  return FALSE_TEXTS.has(text) ? false : undefined;
}

function toText(value: Value): string | undefined {
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array) return utf8Text(value);
  return typeof value === 'object' ? writeJson(value) : String(value);
}

function utf8Text(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Not text: the caller reports the field and its kind.
    return undefined;
  }
}

/** Text that is JSON already stays as it is; any other value is written as JSON. */
function toJson(value: Value): string | undefined {
  if (value instanceof Uint8Array) return undefined;
  if (typeof value !== 'string') return writeJson(value);
  return parsed(value) === undefined ? undefined : value;
}

function toBytes(value: Value): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  return typeof value === 'string' ? new TextEncoder().encode(value) : undefined;
}

function parsed(text: string): Value | undefined {
  try {
    return JSON.parse(text) as Value;
  } catch {
    // Not JSON: the caller reports the field and its kind.
    return undefined;
  }
}
