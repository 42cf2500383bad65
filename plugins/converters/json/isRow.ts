import type { Row, Value } from '@gantry/sdk';

/** Whether a value is a row: an object, neither a list nor bytes. */
export function isRow(value: Value | undefined): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}
