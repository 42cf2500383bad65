const NEWLINE = 10;
const RETURN = 13;

/** The characters that give a CSV file its structure, as single bytes. */
export interface CsvDialect {
  readonly delimiter: string;
  readonly quote: string;
}

/** One cell: null is an empty cell without quotes, '' is one with quotes. */
export type Cell = string | null;

/** One row found in a window. */
export interface FoundRow {
  readonly cells: readonly Cell[];
  /** The row's end without and with its line break. */
  readonly to: number;
  readonly next: number;
  /** Line breaks in the row, its own one included. */
  readonly lines: number;
}

/** Why a row could not be split. */
export type RowTrouble =
  /** The window ends before the row does. */
  | { readonly trouble: 'incomplete' }
  /** Characters stand between a closing quote and the next delimiter. */
  | { readonly trouble: 'text_after_quote'; readonly to: number; readonly next: number };

/**
 * Finds rows in a window one after the other. A row without a quote is cut by `split`; only one with a quote is walked
 * byte by byte, so files without quotes, and plain rows of files with some, cost little.
 */
export class CsvScanner {
  readonly #bytes: Buffer;
  readonly #last: boolean;
  readonly #delimiter: string;
  readonly #delimiterByte: number;
  readonly #quote: string;
  readonly #quoteByte: number;
  #nextQuote = -1;

  constructor(bytes: Buffer, last: boolean, dialect: CsvDialect) {
    this.#bytes = bytes;
    this.#last = last;
    this.#delimiter = dialect.delimiter;
    this.#delimiterByte = dialect.delimiter.charCodeAt(0);
    this.#quote = dialect.quote;
    this.#quoteByte = dialect.quote.charCodeAt(0);
  }

  /** The row at `from`. */
  row(from: number): FoundRow | RowTrouble {
    const end = this.#lineEnd(from);
    if (end === undefined) return { trouble: 'incomplete' };
    if (this.#nextQuote < from) this.#nextQuote = this.#find(this.#quoteByte, from);
    if (this.#nextQuote >= end.to) return { cells: this.#plainCells(from, end.to), ...end, lines: 1 };
    return this.#quotedRow(from);
  }

  /** The first physical line at `from`, whatever its quotes say. */
  line(from: number): { readonly to: number; readonly next: number } {
    return this.#lineEnd(from) ?? { to: this.#bytes.length, next: this.#bytes.length };
  }

  #plainCells(from: number, to: number): readonly Cell[] {
    const cells: Cell[] = this.#bytes.toString('utf8', from, to).split(this.#delimiter);
    for (let i = 0; i < cells.length; i++) if (cells[i] === '') cells[i] = null;
    return cells;
  }

  #quotedRow(from: number): FoundRow | RowTrouble {
    const cells: Cell[] = [];
    let at = from;
    let lines = 1;
    let end = this.#lineEnd(from);
    for (;;) {
      if (this.#bytes[at] === this.#quoteByte) {
        const close = this.#closingQuote(at + 1);
        if (close === -1) return { trouble: 'incomplete' };
        const text = this.#bytes.toString('utf8', at + 1, close);
        lines += newlinesIn(text);
        cells.push(text.includes(this.#quote) ? text.replaceAll(this.#quote + this.#quote, this.#quote) : text);
        at = close + 1;
        end = this.#lineEnd(at);
        if (end === undefined) return { trouble: 'incomplete' };
        if (at < end.to && this.#bytes[at] !== this.#delimiterByte) return { trouble: 'text_after_quote', ...end };
      } else {
        if (end === undefined) return { trouble: 'incomplete' };
        const to = Math.min(this.#find(this.#delimiterByte, at), end.to);
        cells.push(to === at ? null : this.#bytes.toString('utf8', at, to));
        at = to;
      }
      if (at >= end.to) return { cells, ...end, lines };
      at++;
    }
  }

  #closingQuote(from: number): number {
    let at = from;
    for (;;) {
      const quote = this.#bytes.indexOf(this.#quoteByte, at);
      if (quote === -1) return -1;
      if (this.#bytes[quote + 1] !== this.#quoteByte) {
        // At the window's end the second half of a doubled quote may just not have been read yet.
        return quote + 1 === this.#bytes.length && !this.#last ? -1 : quote;
      }
      at = quote + 2;
    }
  }

  /** Where the physical line ends without and with its line break; undefined when its end is not there yet. */
  #lineEnd(from: number): { readonly to: number; readonly next: number } | undefined {
    const newline = this.#bytes.indexOf(NEWLINE, from);
    if (newline === -1 && !this.#last) return undefined;
    const to = newline === -1 ? this.#bytes.length : newline;
    const next = newline === -1 ? to : newline + 1;
    return { to: to > from && this.#bytes[to - 1] === RETURN ? to - 1 : to, next };
  }

  #find(byte: number, from: number): number {
    const at = this.#bytes.indexOf(byte, from);
    return at === -1 ? this.#bytes.length : at;
  }
}

function newlinesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
