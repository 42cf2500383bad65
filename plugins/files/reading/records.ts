import type { GantryRecord, RecordSchema, Row, Value } from '@gantry/sdk';
import { FILES_ERRORS } from '../errors.ts';
import type { RowFailure, TakenRows } from './rows.ts';

/** Records and failures of a batch of rows. */
export interface MadeRecords {
  readonly records: readonly GantryRecord[];
  readonly failures: readonly RowFailure[];
}

/** Makes records of rows. `firstLine` is the 1-based line of the first byte taken, `bytes` and `start` where it lies. */
export type RecordMaker = (taken: TakenRows, firstLine: number, bytes: Buffer, start: number) => MadeRecords;

/** Records of one file. All have the same fields in the same order, which keeps everything that touches them fast. */
export function recordMaker(
  path: string,
  timestampMs: number,
  key: readonly string[] | undefined,
  schema: RecordSchema | undefined,
): RecordMaker {
  const prefix = `${path}:`;
  const keyColumns = key !== undefined && key.length > 0 ? key : undefined;

  return (taken, firstLine, bytes, start) => {
    const { rows, lineOf } = taken;
    if (keyColumns !== undefined && rows.some((row) => missingOf(keyColumns, row) !== undefined)) {
      return leaveOutKeyless(taken, firstLine, bytes, start, keyColumns);
    }
    const records: GantryRecord[] = [];
    for (let i = 0; i < rows.length; i++) records.push(makeRecord(rows[i] as Row, firstLine + (lineOf[i] as number)));
    return { records, failures: taken.failures };
  };

  function makeRecord(after: Row, line: number): GantryRecord {
    const source = { connector: 'files', table: path, at: prefix + line };
    const recordKey = keyColumns === undefined ? null : keyOf(keyColumns, after);
    return schema === undefined
      ? { op: 'read', key: recordKey, before: null, after, source, timestampMs }
      : { op: 'read', key: recordKey, before: null, after, schema, source, timestampMs };
  }

  /** Rows without a key become failures between the others, in their place. */
  function leaveOutKeyless(
    taken: TakenRows,
    firstLine: number,
    bytes: Buffer,
    start: number,
    columns: readonly string[],
  ): MadeRecords {
    const records: GantryRecord[] = [];
    const failures: RowFailure[] = [];
    const unread = [...taken.failures];
    for (const [i, row] of taken.rows.entries()) {
      while (unread[0] !== undefined && unread[0].at <= i)
        failures.push({ ...(unread.shift() as RowFailure), at: records.length });
      const line = taken.lineOf[i] as number;
      const missing = missingOf(columns, row);
      if (missing === undefined) records.push(makeRecord(row, firstLine + line));
      else
        failures.push({
          at: records.length,
          line,
          ...lineExtent(bytes, start, line),
          error: keyError(prefix, firstLine + line, missing),
        });
    }
    for (const failure of unread) failures.push({ ...failure, at: records.length });
    return { records, failures };
  }
}

function keyOf(columns: readonly string[], row: Row): Row {
  const key: { [column: string]: Value } = {};
  for (const column of columns) key[column] = row[column] as Value;
  return key;
}

function missingOf(columns: readonly string[], row: Row): string | undefined {
  for (const column of columns) if (row[column] === undefined) return column;
  return undefined;
}

/** Place of a physical line in the window. Rows that lack a key are JSON Lines: a CSV header has all columns or none. */
function lineExtent(bytes: Buffer, start: number, line: number): { readonly from: number; readonly to: number } {
  let from = start;
  for (let i = 0; i < line; i++) from = bytes.indexOf(10, from) + 1;
  const newline = bytes.indexOf(10, from);
  return { from, to: newline === -1 ? bytes.length : newline };
}

function keyError(prefix: string, line: number, column: string) {
  return FILES_ERRORS.error('key_missing', {
    message: `${prefix}${line} has no key column '${column}'`,
    hint: 'Mend the row, or name other columns in `key`.',
  });
}
