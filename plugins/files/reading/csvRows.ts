import { isUtf8 } from 'node:buffer';
import type { GantryError, Row, Value } from '@gantry/sdk';
import { FILES_ERRORS } from '../errors.ts';
import { CsvScanner } from './csvCells.ts';
import type { Cell } from './csvCells.ts';
import type { CsvLayout } from './csvLayout.ts';
import { CELL_READERS } from './csvTypes.ts';
import type { CellReader } from './csvTypes.ts';
import { MAX_BYTES, MAX_ROWS, encodingError } from './rows.ts';
import type { RowFailure, RowParser, TakenRows, WindowPlace } from './rows.ts';

/** Parses the rows of a CSV file whose layout is known. Empty lines are skipped. */
export function csvRows(layout: CsvLayout, quote: string): RowParser {
  const readers = layout.types.map((type) => CELL_READERS[type]);
  return { take: (bytes, start, end, last, place) => takeRows(bytes.subarray(0, end), start, last, place) };

  function takeRows(bytes: Buffer, start: number, last: boolean, place: WindowPlace): TakenRows {
    const scanner = new CsvScanner(bytes, last, { delimiter: layout.delimiter, quote });
    const isValid = isUtf8(bytes.subarray(start, last ? bytes.length : bytes.lastIndexOf(10) + 1));
    const rows: Row[] = [];
    const lineOf: number[] = [];
    const failures: RowFailure[] = [];
    let at = start;
    let line = 0;
    while (at < bytes.length && rows.length + failures.length < MAX_ROWS && at - start < MAX_BYTES) {
      const found = scanner.row(at);
      const from = at;
      if ('trouble' in found) {
        if (found.trouble === 'incomplete' && !last) break;
        // What an unclosed quote would swallow is given another chance: only the line it stands on is lost.
        const { to, next } = scanner.line(at);
        failures.push({ at: rows.length, from, to, line, error: troubleError(found.trouble, place, line) });
        at = next;
        line++;
        continue;
      }
      try {
        if (!isValid && !isUtf8(bytes.subarray(from, found.to)))
          throw encodingError(bytes, from, found.to, start, line, place);
        if (found.to > from) {
          rows.push(makeRow(found.cells, layout, readers, place, line));
          lineOf.push(line);
        }
      } catch (caught) {
        failures.push({ at: rows.length, from, to: found.to, line, error: caught as GantryError });
      }
      at = found.next;
      line += found.lines;
    }
    return { bytes: at - start, lines: line, rows, lineOf, failures };
  }
}

function makeRow(
  cells: readonly Cell[],
  layout: CsvLayout,
  readers: readonly (CellReader | undefined)[],
  place: WindowPlace,
  line: number,
): Row {
  const { columns } = layout;
  if (cells.length !== columns.length) throw countError(cells.length, columns, place, line);
  const row: { [column: string]: Value } = {};
  for (let i = 0; i < columns.length; i++) {
    const cell = cells[i] as Cell;
    const reader = readers[i];
    const name = columns[i] as string;
    if (reader === undefined || cell === null) {
      row[name] = cell;
      continue;
    }
    // Quotes around nothing mean an empty text, which is no value of any other type.
    const value = cell === '' ? null : reader(cell);
    if (value === undefined) throw valueError(layout, i, place, line);
    row[name] = value;
  }
  return row;
}

function countError(cells: number, columns: readonly string[], place: WindowPlace, line: number): GantryError {
  const missing = columns[cells];
  return FILES_ERRORS.error('columns_mismatched', {
    message:
      `${place.path}:${place.line + line} has ${cells} cells where there are ${columns.length} columns` +
      (missing === undefined ? '' : `; '${missing}' is missing`),
    hint: 'Mend the row, or check `delimiter` and `quote`.',
  });
}

/** The cell itself stays out of the message: it may be a masked field. */
function valueError(layout: CsvLayout, column: number, place: WindowPlace, line: number): GantryError {
  const type = layout.types[column] === 'number' ? 'decimal' : layout.types[column];
  return FILES_ERRORS.error('value_mismatched', {
    message: `${place.path}:${place.line + line} has no ${type} in column '${layout.columns[column]}'`,
    hint: `Mend the cell, or read the column as text: types: { ${layout.columns[column]}: text }.`,
  });
}

function troubleError(trouble: 'incomplete' | 'text_after_quote', place: WindowPlace, line: number): GantryError {
  const what = trouble === 'incomplete' ? 'opens a quote that is never closed' : 'has text after a closing quote';
  return FILES_ERRORS.error('line_malformed', {
    message: `${place.path}:${place.line + line} ${what}`,
    hint: 'Double a quote that is part of the text, or set `quote` to another character.',
  });
}
