import { describe, expect, it } from 'vitest';
import type { FilesSourceConfig } from '../config.ts';
import { findLayout } from './csvLayout.ts';
import { csvRows } from './csvRows.ts';

const OPTIONS = { header: true, types: 'infer', delimiter: 'auto', quote: '"' } as const;
const PLACE = { path: 'a.csv', line: 1, offset: 0 };

function parse(text: string, options: Partial<FilesSourceConfig> = {}) {
  const bytes = Buffer.from(text);
  const found = findLayout('a.csv', bytes, true, { ...OPTIONS, ...options });
  if (!found) throw new Error('no layout');
  const body = bytes.subarray(found.headerBytes);
  const taken = csvRows(found.layout, options.quote ?? '"').take(body, 0, body.length, true, {
    ...PLACE,
    line: 1 + found.headerLines,
  });
  return { ...taken, layout: found.layout };
}

describe('csvRows', () => {
  it('tells null from an empty text by the quotes', () => {
    expect(parse('a,b,c\n,"",x\n').rows).toEqual([{ a: null, b: '', c: 'x' }]);
  });

  it('reads quotes, doubled quotes, delimiters and line breaks within quotes, and CRLF', () => {
    const { rows, lineOf, lines } = parse('a,b\r\n"x, ""y""","1\r\n2\n3"\r\nplain,"q"\r\nlast,row');
    expect(rows).toEqual([
      { a: 'x, "y"', b: '1\r\n2\n3' },
      { a: 'plain', b: 'q' },
      { a: 'last', b: 'row' },
    ]);
    expect(lineOf).toEqual([0, 3, 4]);
    expect(lines).toBe(5);
  });

  it('leaves a quote within a cell alone', () => {
    expect(parse('a,b\n5" pipe,x\n').rows).toEqual([{ a: '5" pipe', b: 'x' }]);
  });

  it.each([
    [',', 'a,b'],
    [';', 'a;b'],
    ['\t', 'a\tb'],
    ['|', 'a|b'],
  ])('finds the delimiter %j', (delimiter, header) => {
    expect(parse(`${header}\n1${delimiter}2\n`).rows).toEqual([{ a: 1, b: 2 }]);
  });

  it('infers integers, decimals and booleans, and leaves what is no number alone', () => {
    const text =
      'int,big,dec,long,bool,zip,date,mixed\n1,9223372036854775807,1.5,0.12345678901234567890,TRUE,01234,2026-01-01,1\n-2,2,3,1,false,99999,2026-01-02,x\n';
    const { rows, layout } = parse(text);
    expect(layout.types).toEqual(['integer', 'integer', 'number', 'number', 'boolean', 'text', 'text', 'text']);
    expect(rows).toEqual([
      {
        int: 1,
        big: 9223372036854775807n,
        dec: 1.5,
        long: '0.12345678901234567890',
        bool: true,
        zip: '01234',
        date: '2026-01-01',
        mixed: '1',
      },
      { int: -2, big: 2, dec: 3, long: 1, bool: false, zip: '99999', date: '2026-01-02', mixed: 'x' },
    ]);
  });

  it('takes types by column, the others being text', () => {
    expect(parse('a,b,c\n1,2,3.10\n', { types: { b: 'integer', c: 'decimal' } }).rows).toEqual([
      { a: '1', b: 2, c: '3.10' },
    ]);
    expect(parse('a\n1\n', { types: 'text' }).rows).toEqual([{ a: '1' }]);
  });

  it('names columns: unique, never empty, by a list, or by number', () => {
    expect(parse('id,,id,__proto__\n1,2,3,4\n').layout.columns).toEqual(['id', 'column_2', 'id_2', '__proto___2']);
    expect(parse('1,2\n', { header: false }).rows).toEqual([{ column_1: 1, column_2: 2 }]);
    expect(parse('1,2\n', { header: ['x', 'y'] }).rows).toEqual([{ x: 1, y: 2 }]);
  });

  it('gives rows that do not fit as failures, and takes the others', () => {
    const { rows, failures } = parse('a,b\n1,2\n3\n4,5,6\n7,8\n');
    expect(rows).toEqual([
      { a: 1, b: 2 },
      { a: 7, b: 8 },
    ]);
    expect(failures).toMatchObject([
      {
        at: 1,
        from: 4,
        to: 5,
        error: {
          code: 'files.columns_mismatched',
          message: "a.csv:3 has 1 cells where there are 2 columns; 'b' is missing",
        },
      },
      { at: 1, error: { code: 'files.columns_mismatched', message: 'a.csv:4 has 3 cells where there are 2 columns' } },
    ]);
  });

  it('names the column of a cell of another type, not the cell', () => {
    const rows = Array.from({ length: 1_001 }, (_, i) => `${i},x\n`).join('');
    const { failures } = parse(`id,b\n${rows}secret,y\n`);
    expect(failures).toEqual([]);
    const body = Buffer.from('1,x\nsecret,y\n');
    const again = csvRows({ delimiter: ',', columns: ['id', 'b'], types: ['integer', 'text'] }, '"').take(
      body,
      0,
      body.length,
      true,
      PLACE,
    );
    expect(again.failures).toMatchObject([
      { at: 1, error: { code: 'files.value_mismatched', message: "a.csv:2 has no integer in column 'id'" } },
    ]);
  });

  it('loses only the line that opens a quote and never closes it', () => {
    const { rows, failures } = parse('a,b\n1,"open\n2,x\n3,y\n');
    expect(rows).toEqual([
      { a: 2, b: 'x' },
      { a: 3, b: 'y' },
    ]);
    expect(failures).toMatchObject([
      {
        at: 0,
        from: 0,
        to: 7,
        error: { code: 'files.line_malformed', message: 'a.csv:2 opens a quote that is never closed' },
      },
    ]);
  });

  it('refuses text after a closing quote', () => {
    expect(parse('a,b\n"x"y,1\n2,3\n')).toMatchObject({
      rows: [{ a: 2, b: 3 }],
      failures: [{ error: { code: 'files.line_malformed' } }],
    });
  });

  it('refuses options that name a column which is not there', () => {
    expect(() => parse('a,b\n1,2\n', { types: { c: 'integer' } })).toThrow("a.csv has no column 'c'; it has a, b");
    expect(() => parse('a,b\n1,2\n', { key: ['id'] })).toThrow("has no column 'id'");
  });
});
