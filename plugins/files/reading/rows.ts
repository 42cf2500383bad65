import { isUtf8 } from 'node:buffer';
import type { GantryError, Row } from '@gantry/sdk';
import { FILES_ERRORS } from '../errors.ts';

/** How much is parsed in one go: about what the contract of `read` asks for. */
export const MAX_ROWS = 1_000;
export const MAX_BYTES = 1_048_576;

/** A line or CSV row that could not be read. `from` and `to` are its place in the window, without the line break. */
export interface RowFailure {
  /** How many rows come before it. */
  readonly at: number;
  readonly from: number;
  readonly to: number;
  /** 0-based line within what was taken. */
  readonly line: number;
  readonly error: GantryError;
}

/** What was parsed of a window. */
export interface TakenRows {
  /** Bytes used, 0 when no complete row is there. */
  readonly bytes: number;
  /** Line breaks used. */
  readonly lines: number;
  readonly rows: readonly Row[];
  /** 0-based line within what was taken, for each row. */
  readonly lineOf: readonly number[];
  readonly failures: readonly RowFailure[];
}

/** Where a window stands, for messages. */
export interface WindowPlace {
  readonly path: string;
  /** 1-based line of the window's first byte. */
  readonly line: number;
  /** Offset of the window's first byte in the file's decompressed text. */
  readonly offset: number;
}

/** Parses complete rows out of `bytes[start, end)`; with `last` what follows the last line break is a row as well. */
export interface RowParser {
  take(bytes: Buffer, start: number, end: number, last: boolean, place: WindowPlace): TakenRows;
}

/** The failure of a line that is not valid UTF-8, naming the first byte that is wrong. */
export function encodingError(
  bytes: Buffer,
  from: number,
  to: number,
  start: number,
  line: number,
  place: WindowPlace,
): GantryError {
  const wrong = firstInvalidByte(bytes, from, to);
  const offset = place.offset + (wrong - start);
  return FILES_ERRORS.error('encoding_invalid', {
    message: `${place.path}:${place.line + line} is not valid UTF-8 at byte ${offset} of the file (0x${(bytes[wrong] ?? 0).toString(16).padStart(2, '0')})`,
    hint: 'Set `encoding` to what the file is in, such as latin1.',
  });
}

function firstInvalidByte(bytes: Buffer, from: number, to: number): number {
  let at = from;
  while (at < to) {
    const length = sequenceLength(bytes[at] as number);
    if (at + length > to || !isUtf8(bytes.subarray(at, at + length))) return at;
    at += length;
  }
  return from;
}

function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}
