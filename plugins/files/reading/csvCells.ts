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
 * Finds rows in a window one after the other. A row without a quote is cut by `split`, one with quotes by searching for the
 * next quote or delimiter; only rows over several lines are walked in the bytes.
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
    const text = this.#bytes.toString('utf8', from, end.to);
    const cells = this.#nextQuote >= end.to ? this.#plainCells(text) : this.#quotedCells(text);
    return cells === undefined ? this.#longRow(from) : { cells, to: end.to, next: end.next, lines: 1 };
  }

  /** The first physical line at `from`, whatever its quotes say. */
  line(from: number): { readonly to: number; readonly next: number } {
    return this.#lineEnd(from) ?? { to: this.#bytes.length, next: this.#bytes.length };
  }

  #plainCells(text: string): readonly Cell[] {
    const cells: Cell[] = text.split(this.#delimiter);
    for (let i = 0; i < cells.length; i++) if (cells[i] === '') cells[i] = null;
    return cells;
  }

  /** Cells of a line with quotes; undefined when it is not a whole row, or not a good one. */
  #quotedCells(text: string): readonly Cell[] | undefined {
    const cells: Cell[] = [];
    for (let at = 0; ; at++) {
      if (text.charCodeAt(at) === this.#quoteByte) {
        const close = closingQuote(text, at + 1, this.#quote);
        if (close === -1) return undefined;
        cells.push(this.#unquoted(text.slice(at + 1, close)));
        at = close + 1;
        if (at < text.length && text.charCodeAt(at) !== this.#delimiterByte) return undefined;
      } else {
        const delimiter = text.indexOf(this.#delimiter, at);
        const to = delimiter === -1 ? text.length : delimiter;
        cells.push(to === at ? null : text.slice(at, to));
        at = to;
      }
      if (at >= text.length) return cells;
    }
  }

  #unquoted(text: string): string {
    return text.includes(this.#quote) ? text.replaceAll(this.#quote + this.#quote, this.#quote) : text;
  }

  /** A row that goes over several lines, or has something wrong with it, walked byte by byte. */
  #longRow(from: number): FoundRow | RowTrouble {
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
        cells.push(this.#unquoted(text));
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

/** The quote that closes a cell, past doubled ones; -1 when it is not in the text. */
function closingQuote(text: string, from: number, quote: string): number {
  let close = text.indexOf(quote, from);
  while (close !== -1 && text[close + 1] === quote) close = text.indexOf(quote, close + 2);
  return close;
}

function newlinesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
