import { toBase64, writeJson } from '@gantry/sdk';
import type { GantryRecord, Row, Value } from '@gantry/sdk';
import type { FilesSinkConfig } from '../config.ts';
import { FILES_ERRORS } from '../errors.ts';
import type { FileFormat } from '../reading/fileFormat.ts';

/** Makes the text of records. One per sink; the columns belong to each file. */
export interface RowWriter {
  /** What a record is written as; undefined where the options leave it out. Throws for one that cannot be written. */
  row(record: GantryRecord): Row | undefined;
  /** The columns of a new file, from its first record; undefined for JSON Lines. */
  columns(record: GantryRecord, row: Row): readonly string[] | undefined;
  /** The first line of a new file with its line break, empty for none. */
  header(columns: readonly string[] | undefined): string;
  /** One row with its line break. */
  line(row: Row, columns: readonly string[] | undefined): string;
}

/** The writer that the options ask for. */
export function rowWriter(format: FileFormat, config: FilesSinkConfig): RowWriter {
  const row = config.what === 'record' ? wholeRecord : (record: GantryRecord) => rowOf(record, config.deletes);
  if (format === 'jsonl') {
    return { row, columns: () => undefined, header: () => '', line: (value) => `${writeJson(value)}\n` };
  }
  const { delimiter } = config;
  const special = new RegExp(`[${delimiter.replace(/[\\\]^-]/, '\\$&')}"\\r\\n]`);
  const isProjection = config.columns !== undefined;
  return {
    row,
    columns: (record, value) =>
      config.columns ??
      (config.what === 'after' ? record.schema?.fields.map((field) => field.name) : undefined) ??
      Object.keys(value),
    header: (columns = []) => `${columns.map((name) => quoted(name, special)).join(delimiter)}\n`,
    line: (value, columns = []) => {
      if (!isProjection) refuseUnknown(value, columns);
      let line = '';
      for (let i = 0; i < columns.length; i++) {
        if (i > 0) line += delimiter;
        line += csvCell(value[columns[i] as string], special);
      }
      // A line of one empty cell would be an empty line, which readers skip.
      return line === '' ? '""\n' : `${line}\n`;
    },
  };
}

/** The row after, or what is known of a deleted one. */
function rowOf(record: GantryRecord, deletes: FilesSinkConfig['deletes']): Row | undefined {
  if (record.after !== null) return record.after;
  if (deletes === 'skip' || record.op === 'truncate') return undefined;
  if (record.before !== null) return record.before;
  const { key } = record;
  if (typeof key === 'object' && key !== null && !Array.isArray(key) && !(key instanceof Uint8Array)) return key as Row;
  throw FILES_ERRORS.error('record_without_row', {
    message: `the ${record.op} record from ${record.source.at ?? record.source.connector} has neither a row nor key columns to write`,
    hint: 'Set `deletes: skip`, or `what: record` to write whole records.',
  });
}

/** All of a record but its schema, which would stand in every line. */
function wholeRecord(record: GantryRecord): Row {
  const { op, key, before, after, source, timestampMs, headers, route } = record;
  return {
    op,
    key,
    before,
    after,
    source: source as unknown as Row,
    timestampMs,
    ...(headers === undefined ? {} : { headers }),
    ...(route === undefined ? {} : { route: route as Row }),
  };
}

function refuseUnknown(row: Row, columns: readonly string[]): void {
  for (const name in row) {
    if (columns.includes(name)) continue;
    throw FILES_ERRORS.error('column_unknown', {
      message: `the record has a field '${name}' that the file has no column for`,
      hint: 'List all columns in `columns`, drop the field before the sink, or write JSON Lines.',
    });
  }
}

/** Null is an empty cell, an empty text one with quotes: the source of this plugin reads them back as such. */
function csvCell(value: Value | undefined, special: RegExp): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return quoted(value, special);
  if (value instanceof Uint8Array) return toBase64(value);
  return typeof value === 'object' ? quoted(writeJson(value), special) : String(value);
}

function quoted(text: string, special: RegExp): string {
  if (text !== '' && !special.test(text)) return text;
  return `"${text.replaceAll('"', '""')}"`;
}
