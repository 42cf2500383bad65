import type { RecordSchema } from '@gantry/sdk';
import type { FilesSourceConfig } from '../config.ts';
import { FILES_ERRORS } from '../errors.ts';
import { CsvScanner } from './csvCells.ts';
import type { Cell, CsvDialect } from './csvCells.ts';
import { FIELD_TYPES, inferType } from './csvTypes.ts';
import type { CellType } from './csvTypes.ts';
import { formatEnding } from './fileFormat.ts';

/** Rows that are looked at to infer types. */
const SAMPLE_ROWS = 1_000;
const DELIMITERS = [',', ';', '\t', '|'] as const;

/** What was found at the head of a CSV file. Kept in the position, so that a resumed task reads the same types. */
export interface CsvLayout {
  readonly delimiter: string;
  readonly columns: readonly string[];
  readonly types: readonly CellType[];
}

/** The options that say how a CSV file is laid out. */
export type CsvOptions = Pick<FilesSourceConfig, 'header' | 'types' | 'delimiter' | 'quote' | 'key'>;

/** A layout and the bytes and lines that its header takes up. */
export interface FoundLayout {
  readonly layout: CsvLayout;
  readonly headerBytes: number;
  readonly headerLines: number;
}

/**
 * Finds delimiter, columns and types in the head of a file. Undefined when there is nothing to tell them from yet, which
 * in a growing file means to wait. `complete` says that the sample is the whole file.
 */
export function findLayout(
  path: string,
  sample: Buffer,
  complete: boolean,
  options: CsvOptions,
): FoundLayout | undefined {
  const delimiter = options.delimiter === 'auto' ? guessDelimiter(path, sample, options.quote) : options.delimiter;
  const { rows, firstNext, firstLines } = sampleRows(sample, complete, { delimiter, quote: options.quote });
  const [first] = rows;
  if (first === undefined) return undefined;
  const hasHeader = options.header === true;
  const body = hasHeader ? rows.slice(1) : rows;
  const columns = columnNames(first, options.header);
  refuseMissing(path, columns, options);
  if (options.types === 'infer' && body.length === 0 && !complete) return undefined;
  return {
    layout: { delimiter, columns, types: columns.map((name, i) => columnType(name, i, body, options.types)) },
    headerBytes: hasHeader ? firstNext : 0,
    headerLines: hasHeader ? firstLines : 0,
  };
}

/** The schema of a file's rows. */
export function csvSchema(path: string, layout: CsvLayout, key: readonly string[] | undefined): RecordSchema {
  return {
    name: path,
    fields: layout.columns.map((name, i) => ({ name, type: FIELD_TYPES[layout.types[i] ?? 'text'] })),
    ...(key === undefined || key.length === 0 ? {} : { key }),
  };
}

function sampleRows(sample: Buffer, complete: boolean, dialect: CsvDialect) {
  const scanner = new CsvScanner(sample, complete, dialect);
  const rows: (readonly Cell[])[] = [];
  let firstNext = 0;
  let firstLines = 0;
  for (let at = 0; at < sample.length && rows.length <= SAMPLE_ROWS;) {
    const found = scanner.row(at);
    // Rows that are malformed tell nothing of types; they are reported when they are read.
    if ('trouble' in found) {
      const { next } = scanner.line(at);
      if (next >= sample.length && !complete) break;
      at = next;
      continue;
    }
    if (rows.length === 0) {
      firstNext = found.next;
      firstLines = found.lines;
    }
    rows.push(found.cells);
    at = found.next;
  }
  return { rows, firstNext, firstLines };
}

/** The candidate found most often in the first line outside quotes; comma when there is none. */
function guessDelimiter(path: string, sample: Buffer, quote: string): string {
  if (['tsv', 'tab'].includes(formatEnding(path) ?? '')) return '\t';
  const end = sample.indexOf(10);
  const line = sample.toString('utf8', 0, end === -1 ? sample.length : end);
  const bare = line
    .split(quote)
    .filter((_, i) => i % 2 === 0)
    .join('');
  let best: string = ',';
  let most = 0;
  for (const candidate of DELIMITERS) {
    const count = bare.split(candidate).length - 1;
    if (count > most) [best, most] = [candidate, count];
  }
  return best;
}

/** Names are made unique and non-empty, because a row can hold each only once: `id`, `id_2`, `column_3`. */
function columnNames(first: readonly Cell[], header: FilesSourceConfig['header']): readonly string[] {
  if (Array.isArray(header)) return header;
  // A row with a column `__proto__` would be another kind of object.
  const taken = new Set<string>(['__proto__']);
  return first.map((cell, i) => {
    const wanted = header === true && cell ? cell.trim() : `column_${i + 1}`;
    let name = wanted;
    for (let n = 2; taken.has(name); n++) name = `${wanted}_${n}`;
    taken.add(name);
    return name;
  });
}

function columnType(
  name: string,
  index: number,
  body: readonly (readonly Cell[])[],
  types: FilesSourceConfig['types'],
): CellType {
  if (types === 'text') return 'text';
  if (types === 'infer') return inferType(body.map((cells) => cells[index]));
  return types[name] ?? 'text';
}

function refuseMissing(path: string, columns: readonly string[], options: CsvOptions): void {
  const named = [...(options.key ?? []), ...(typeof options.types === 'object' ? Object.keys(options.types) : [])];
  const missing = named.find((name) => !columns.includes(name));
  if (missing === undefined) return;
  throw FILES_ERRORS.error('column_missing', {
    message: `${path} has no column '${missing}'; it has ${columns.slice(0, 20).join(', ')}`,
    hint: 'Correct the name in `types` or `key`, or the header of the file.',
  });
}
