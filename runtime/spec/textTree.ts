import { isObject } from '../foundation/index.ts';
import type { Problem, Span } from './problem.ts';
import { readPart } from './readPart.ts';
import type { ReadPart } from './readPart.ts';
import { splitText } from './splitText.ts';
import type { TextPart } from './splitText.ts';

/** An entry (or list item) of the document and what was read of it. */
export interface TreePart extends Span {
  /** Empty for an item of a list. */
  readonly key: string;
  readonly read: ReadPart;
}

/** A top-level entry; `parts` where it was read entry by entry, and `read` is then the header line alone. */
export interface TreeSection extends TreePart {
  readonly list: boolean;
  readonly parts?: readonly TreePart[];
}

/** A text and what its pieces say. Either in sections or, where pieces reach into each other, as a whole. */
export interface TextTree {
  readonly text: string;
  readonly whole?: ReadPart;
  readonly sections: readonly TreeSection[];
  /** Places where a line is not an entry at all. */
  readonly stray: readonly (Problem & { readonly span: Span })[];
  /** Every piece by its text, for the next reading of a text that is nearly the same. */
  readonly known: ReadonlyMap<string, ReadPart>;
}

/** Reads a text piece by piece; pieces that stand unchanged in `previous` are not read again. */
export function readTree(text: string, previous: TextTree | undefined): TextTree {
  const known = new Map<string, ReadPart>();
  const read = (piece: string): ReadPart => {
    const part = known.get(piece) ?? previous?.known.get(piece) ?? readPart(piece);
    known.set(piece, part);
    return part;
  };
  const pieces = splitText(text);
  if (pieces === undefined) return wholeTree(text, read, known);
  const stray: (Problem & { readonly span: Span })[] = [];
  const sections: TreeSection[] = [];
  let shares = false;
  const take = (part: TextPart, list: boolean): TreePart | undefined => {
    const result = read(part.text);
    shares ||= result.shares;
    const key = list ? listKey(result) : mapKey(result);
    if (key === undefined) stray.push(strayLine(part, list));
    return key === undefined ? undefined : { from: part.from, to: part.to, key, read: result };
  };
  for (const piece of pieces) {
    const { split } = piece;
    if (split === undefined) {
      const part = take(piece, false);
      if (part !== undefined) sections.push({ ...part, list: false });
      continue;
    }
    const parts = split.parts.map((part) => take(part, split.list)).filter((part) => part !== undefined);
    if (parts.length > 0)
      sections.push({ from: piece.from, to: piece.to, key: split.key, list: split.list, parts, read: parts[0]!.read });
  }
  if (shares) return wholeTree(text, read, known);
  return { text, sections, stray, known };
}

function wholeTree(text: string, read: (piece: string) => ReadPart, known: ReadonlyMap<string, ReadPart>): TextTree {
  return { text, whole: read(text), sections: [], stray: [], known };
}

/** A broken piece is an entry without a known key: what is wrong with it is said by its own problems. */
function mapKey(part: ReadPart): string | undefined {
  if (part.broken) return '';
  return isObject(part.value) && Object.keys(part.value).length === 1 ? Object.keys(part.value)[0] : undefined;
}

function listKey(part: ReadPart): string | undefined {
  return part.broken || (Array.isArray(part.value) && part.value.length === 1) ? '' : undefined;
}

function strayLine(part: TextPart, list: boolean): Problem & { readonly span: Span } {
  const from = part.from + part.text.search(/\S/);
  return {
    name: 'yaml_syntax',
    message: list ? 'This is not an item of a list.' : 'This is not "key: value".',
    hint: list ? 'Items start with "- ".' : 'A key is followed by a colon and a space.',
    path: [],
    span: { from, to: part.from + part.text.trimEnd().length },
  };
}
