import type { Span } from '../problem.ts';
import { isFirstOnLine, lineEnd, lineStart, nextLine } from './splices.ts';
import type { Splice } from './splices.ts';

/** An entry or item with the place where its value ends. */
export type Piece = Span;

/**
 * Takes lines out of a block map or list. A comment on the piece's own line goes with it; one directly above goes too where it
 * speaks of that piece alone (`withCommentAbove`), which the first piece's does not: it may head the whole block.
 */
export function removeBlockPieces(
  text: string,
  pieces: readonly Piece[],
  removed: ReadonlySet<number>,
  options: { readonly withCommentAbove: boolean },
): readonly Splice[] {
  return [...removed].map((index) => {
    const piece = pieces[index]!;
    const from = lineStart(text, piece.from);
    const start = options.withCommentAbove && index > 0 ? aboveComments(text, from) : from;
    return { from: start, to: nextLine(text, piece.to), text: '' };
  });
}

/** Takes pieces and their commas out of a flow map or list. */
export function removeFlowPieces(
  text: string,
  pieces: readonly Piece[],
  removed: ReadonlySet<number>,
  inside: Span,
): readonly Splice[] {
  if (removed.size === pieces.length) return [{ ...inside, text: '' }];
  const firstKept = pieces.findIndex((_, index) => !removed.has(index));
  return [...removed].map((index) => {
    const piece = pieces[index]!;
    const comma = /^\s*,/.exec(text.slice(piece.to))?.[0].length ?? 0;
    const end = piece.to + comma;
    const alone = isFirstOnLine(text, piece.from) && /^\s*(#.*)?$/.test(text.slice(end, lineEnd(text, end)));
    if (alone) return { from: lineStart(text, piece.from), to: nextLine(text, end), text: '' };
    if (index < firstKept) return { from: piece.from, to: pieces[index + 1]!.from, text: '' };
    const gap = text.slice(pieces[index - 1]!.to, piece.from);
    return gap.includes('#')
      ? { from: piece.from, to: end, text: '' }
      : { from: pieces[index - 1]!.to, to: piece.to, text: '' };
  });
}

function aboveComments(text: string, from: number): number {
  let start = from;
  while (start > 0) {
    const above = lineStart(text, start - 1);
    if (!/^\s*#/.test(text.slice(above, start))) break;
    start = above;
  }
  return start;
}
