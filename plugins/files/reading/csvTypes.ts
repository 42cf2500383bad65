import type { FieldType, Value } from '@gantry/sdk';
import type { ColumnType } from '../config.ts';
import type { Cell } from './csvCells.ts';

const INTEGER = /^(?:0|-?[1-9]\d*)$/;
const DECIMAL = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const BOOLEAN = /^(?:true|false)$/i;

/** A column's type as it is read: what the options can say, and `number`, which inference makes of decimals. */
export type CellType = ColumnType | 'number';

/** Makes a value of a cell's text; undefined where it is not of the type. */
export type CellReader = (text: string) => Value | undefined;

/** The narrowest type that all cells of a column fit; text where there is none to look at. */
export function inferType(cells: Iterable<Cell | undefined>): CellType {
  let type: CellType | undefined;
  for (const cell of cells) {
    if (cell === null || cell === undefined || cell === '') continue;
    const own = typeOf(cell);
    if (type === undefined || type === own) type = own;
    else if ((type === 'integer' && own === 'number') || (type === 'number' && own === 'integer')) type = 'number';
    else return 'text';
    if (type === 'text') return 'text';
  }
  return type ?? 'text';
}

/** How cells of a type are read. Undefined for text, which needs nothing done. */
export const CELL_READERS: { readonly [type in CellType]: CellReader | undefined } = {
  text: undefined,
  integer: (text) => {
    if (!INTEGER.test(text)) return undefined;
    const value = Number(text);
    return Number.isSafeInteger(value) ? value : BigInt(text);
  },
  decimal: (text) => (DECIMAL.test(text) ? text : undefined),
  float: (text) => (DECIMAL.test(text) ? Number(text) : undefined),
  // An inferred decimal is a number where a double shows the same digits again, else text: nothing is rounded.
  number: (text) => {
    if (!DECIMAL.test(text)) return undefined;
    return significantDigits(text) <= 15 ? Number(text) : text;
  },
  boolean: (text) => (BOOLEAN.test(text) ? text.length === 4 : undefined),
};

/** The type a column has in the record's schema. */
export const FIELD_TYPES: { readonly [type in CellType]: FieldType } = {
  text: 'string',
  integer: 'int64',
  decimal: 'decimal',
  float: 'float64',
  number: 'float64',
  boolean: 'boolean',
};

function typeOf(text: string): CellType {
  if (INTEGER.test(text)) return 'integer';
  if (DECIMAL.test(text)) return 'number';
  return BOOLEAN.test(text) ? 'boolean' : 'text';
}

function significantDigits(text: string): number {
  if (text.length <= 15) return text.length;
  return text
    .replace(/[eE].*$/, '')
    .replace(/[-.]/g, '')
    .replace(/^0+/, '').length;
}
