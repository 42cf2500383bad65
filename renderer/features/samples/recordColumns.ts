import type { Json, JsonObject } from '@gantry/sdk';
import type { SampleRecordDto } from '../../../runtime/api/contract.ts';

/** Columns beyond this are in the detail alone. */
const MOST_COLUMNS = 40;

/** The fields of all records, in the order they are first met. */
export function recordColumns(records: readonly SampleRecordDto[]): readonly string[] {
  const columns = new Set<string>();
  for (const record of records) {
    for (const field of Object.keys(rowOf(record))) {
      columns.add(field);
      if (columns.size === MOST_COLUMNS) return [...columns];
    }
  }
  return [...columns];
}

/** The row a record shows: after the change, or before it where it was deleted. */
export function rowOf(record: SampleRecordDto): JsonObject {
  const row = record.after ?? record.before;
  return isObject(row) ? row : { value: row };
}

/** A value as one line of a table cell. */
export function cellText(value: Json | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Whether the member masked a value before it gave it out. */
export function isMasked(value: Json | undefined): boolean {
  return typeof value === 'string' && /^[•*]{3,}$/.test(value);
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
