import { isUtf8 } from 'node:buffer';
import type { GantryError, Row, Value } from '@gantry/sdk';
import { FILES_ERRORS } from '../errors.ts';
import { hasLongNumber, markLongNumbers, parseExactJson, restoreNumbers } from './exactJson.ts';
import { MAX_BYTES, MAX_ROWS, encodingError } from './rows.ts';
import type { RowFailure, RowParser, TakenRows, WindowPlace } from './rows.ts';

const NEWLINE = 10;

/**
 * Lines are decoded together up to so many bytes. V8 keeps longer texts apart from the small objects and asks the system for each
 * anew: with all lines of a read in one text that alone took a third of the parser's time.
 */
const TEXT_BYTES = 65_536;

/** Parses JSON Lines. Rows are objects; any other JSON value becomes `{ value }`. Empty lines are skipped. */
export const jsonLines: RowParser = {
  take(bytes, start, end, last, place): TakenRows {
    const ends = lineEnds(bytes.subarray(0, end), start, last);
    const stop = ends.length === 0 ? start : Math.min(end, (ends.at(-1) as number) + 1);
    const isValid = isUtf8(bytes.subarray(start, stop));
    const rows = isValid ? parseGoodLines(bytes, start, ends) : undefined;
    if (rows) return { bytes: stop - start, lines: ends.length, rows, lineOf: consecutive(ends.length), failures: [] };
    return { bytes: stop - start, lines: ends.length, ...parseOneByOne(bytes, start, ends, isValid, place) };
  },
};

/** Where the lines end, exclusive, not counting the line break. */
function lineEnds(bytes: Buffer, start: number, last: boolean): readonly number[] {
  const ends: number[] = [];
  let from = start;
  while (ends.length < MAX_ROWS && from - start < MAX_BYTES) {
    const newline = bytes.indexOf(NEWLINE, from);
    if (newline === -1) {
      if (last && from < bytes.length) ends.push(bytes.length);
      break;
    }
    ends.push(newline);
    from = newline + 1;
  }
  return ends;
}

/** Parses lines that are all good, as nearly all are. Undefined when one is malformed or empty: which, parsing one by one will tell. */
function parseGoodLines(bytes: Buffer, start: number, ends: readonly number[]): readonly Row[] | undefined {
  const rows: Row[] = [];
  try {
    let from = start;
    for (let first = 0; first < ends.length;) {
      let next = first + 1;
      while (next < ends.length && (ends[next] as number) - from <= TEXT_BYTES) next++;
      const to = ends[next - 1] as number;
      const text = bytes.toString('utf8', from, to);
      if (hasLongNumber(bytes, from, to)) addExactRows(text, rows);
      else addRows(text, rows);
      first = next;
      from = to + 1;
    }
    return rows;
  } catch {
    return undefined;
  }
}

function addRows(text: string, rows: Row[]): void {
  for (let at = 0; ;) {
    const end = text.indexOf('\n', at);
    // A part of a text is no copy of it, so a call for each line costs no more than one for all.
    rows.push(asRow(JSON.parse(end === -1 ? text.slice(at) : text.slice(at, end)) as Value));
    if (end === -1) return;
    at = end + 1;
  }
}

function addExactRows(text: string, rows: Row[]): void {
  for (const line of markLongNumbers(text).split('\n')) {
    const value = JSON.parse(line) as Value;
    // Only within lists and objects can numbers be marked.
    rows.push(asRow(typeof value === 'number' ? parseExactJson(line) : restoreNumbers(value)));
  }
}

function parseOneByOne(
  bytes: Buffer,
  start: number,
  ends: readonly number[],
  isValid: boolean,
  place: WindowPlace,
): Pick<TakenRows, 'rows' | 'lineOf' | 'failures'> {
  const rows: Row[] = [];
  const lineOf: number[] = [];
  const failures: RowFailure[] = [];
  let from = start;
  for (const [line, to] of ends.entries()) {
    try {
      if (!isValid && !isUtf8(bytes.subarray(from, to))) throw encodingError(bytes, from, to, start, line, place);
      const text = bytes.toString('utf8', from, to);
      if (!isBlank(text)) {
        rows.push(asRow(hasLongNumber(bytes, from, to) ? parseExactJson(text) : (JSON.parse(text) as Value)));
        lineOf.push(line);
      }
    } catch (caught) {
      failures.push({ at: rows.length, from, to, line, error: lineError(caught, place.path, place.line + line) });
    }
    from = to + 1;
  }
  return { rows, lineOf, failures };
}

/** V8's message quotes the text, which may hold what nobody should see; only the place is taken from it. */
function lineError(caught: unknown, path: string, line: number): GantryError {
  if (!(caught instanceof SyntaxError)) return caught as GantryError;
  const column = /at position (\d+)/.exec(caught.message)?.[1];
  const where = column === undefined ? 'it ends too early' : `at character ${Number(column) + 1}`;
  return FILES_ERRORS.error('line_malformed', {
    message: `${path}:${line} is not valid JSON: ${where}`,
    hint: 'Each line must be one complete JSON value.',
  });
}

function asRow(value: Value): Row {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Row;
  return { value };
}

function isBlank(text: string): boolean {
  return text.length === 0 || text.trim() === '';
}

const LINE_NUMBERS = Array.from({ length: MAX_ROWS }, (_, line) => line);

function consecutive(count: number): readonly number[] {
  return count === MAX_ROWS ? LINE_NUMBERS : LINE_NUMBERS.slice(0, count);
}
