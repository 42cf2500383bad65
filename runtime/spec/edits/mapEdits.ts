import type { EntryView, ListView, MapView, View } from '../view.ts';
import { removeBlockPieces, removeFlowPieces } from './removal.ts';
import { renderBlockText, renderEntry, renderFlow, renderItems, renderScalar } from './render.ts';
import { columnOf, eolOf, isFirstOnLine, lineEnd } from './splices.ts';
import type { Splice } from './splices.ts';

/** Adds entries to a map, after the entry `after` or at the end, in the style the map has. */
export function insertEntries(
  text: string,
  map: MapView,
  added: readonly (readonly [string, unknown])[],
  after?: EntryView,
): readonly Splice[] {
  if (added.length === 0) return [];
  const entries = map.entries();
  const last = after ?? entries.at(-1);
  if (map.flow) {
    const rendered = added.map(([key, value]) => `${renderScalar(key)}: ${renderFlow(value)}`);
    return insertFlow(text, map, last === undefined ? undefined : entryEnd(last), entries, rendered);
  }
  const indent = entries[0] === undefined ? 0 : columnOf(text, entries[0].from);
  const lines = added.map(([key, value]) => ' '.repeat(indent) + renderEntry(key, value, indent, eolOf(text)));
  return insertLines(text, last === undefined ? map.to : entryEnd(last), lines);
}

/** Adds items at the end of a list. */
export function insertItems(text: string, list: ListView, added: readonly unknown[]): readonly Splice[] {
  if (added.length === 0) return [];
  const items = list.items();
  const last = items.at(-1);
  if (list.flow) return insertFlow(text, list, last?.value().to, items, added.map(renderFlow));
  const indent = last === undefined ? 2 : columnOf(text, last.from);
  return insertLines(
    text,
    last === undefined ? list.to : last.value().to,
    added.map((value) => `${' '.repeat(indent)}- ${renderFlow(value)}`),
  );
}

/** Takes entries out of the map that is an entry's value. */
export function removeEntries(
  text: string,
  owner: EntryView,
  keys: ReadonlySet<string>,
  withCommentAbove: boolean,
): readonly Splice[] {
  const map = owner.value();
  if (map.kind !== 'map') return [];
  const entries = map.entries();
  const removed = new Set(entries.flatMap((entry, index) => (keys.has(entry.key) ? [index] : [])));
  if (removed.size === 0) return [];
  const pieces = entries.map((entry, index) => ({
    from: entry.from,
    to: removed.has(index) || map.flow ? entryEnd(entry) : entry.from,
  }));
  if (map.flow) return removeFlowPieces(text, pieces, removed, { from: map.from + 1, to: map.to - 1 });
  if (removed.size === entries.length)
    return [emptied(text, owner, '{}'), ...removeBlockPieces(text, pieces, removed, { withCommentAbove: false })];
  // The first entry of a map in a list shares its line with the "- ".
  if (!isFirstOnLine(text, map.from)) return [{ from: map.from, to: map.to, text: keptEntries(text, map, keys) }];
  return removeBlockPieces(text, pieces, removed, { withCommentAbove });
}

/** Takes items out of the list that is an entry's value. Comments between the others stay. */
export function removeItems(text: string, owner: EntryView, removed: ReadonlySet<number>): readonly Splice[] {
  const list = owner.value();
  if (list.kind !== 'list' || removed.size === 0) return [];
  const items = list.items();
  const pieces = items.map((item, index) => ({
    from: item.from,
    to: removed.has(index) || list.flow ? item.value().to : item.from,
  }));
  if (list.flow) return removeFlowPieces(text, pieces, removed, { from: list.from + 1, to: list.to - 1 });
  const lines = removeBlockPieces(text, pieces, removed, { withCommentAbove: false });
  return removed.size === items.length ? [emptied(text, owner, '[]'), ...lines] : lines;
}

/** Puts another value in a value's place, in the style that stood there where it can hold the new one. */
export function replaceValue(text: string, entry: EntryView, value: unknown, inFlow: boolean): readonly Splice[] {
  const old = entry.value();
  const eol = eolOf(text);
  const colon = afterColon(text, entry);
  if (old.kind === 'leaf' && old.style === 'empty') {
    return [{ from: colon, to: colon, text: `${colon === entry.keyTo ? ':' : ''} ${renderFlow(value)}` }];
  }
  const indent = columnOf(text, entry.from);
  if (!inFlow && old.kind === 'list' && !old.flow && Array.isArray(value) && value.length > 0) {
    const column = columnOf(text, old.from);
    return [{ from: old.from, to: old.to, text: renderItems(value, column, eol).slice(column) }];
  }
  if (old.kind !== 'leaf' && !old.flow) {
    return [{ from: colon, to: old.to, text: ` ${renderFlow(value)}` }];
  }
  const block =
    !inFlow && typeof value === 'string' && value.includes('\n') ? renderBlockText(value, indent + 2, eol) : undefined;
  return [{ from: old.from, to: old.to, text: block ?? renderLike(old, value) }];
}

/** Where an entry ends: its value, or its key where it has none. */
export function entryEnd(entry: EntryView): number {
  const value = entry.value();
  return Math.max(value.to, entry.keyTo);
}

function renderLike(old: View, value: unknown): string {
  const quotes = old.kind === 'leaf' && (old.style === 'single' || old.style === 'double') ? old.style : undefined;
  return typeof value === 'string' ? renderScalar(value, quotes) : renderFlow(value);
}

/** Where a value belongs that stands on its key's line. */
export function afterColon(text: string, entry: EntryView): number {
  return entry.keyTo + (/^\s*:/.exec(text.slice(entry.keyTo, entry.keyTo + 40))?.[0].length ?? 0);
}

/** Without entries a block map would be null. */
function emptied(text: string, owner: EntryView, value: '{}' | '[]'): Splice {
  const at = afterColon(text, owner);
  return { from: at, to: at, text: ` ${value}` };
}

/** New lines below an offset's line, whatever comment that ends with. */
function insertLines(text: string, offset: number, lines: readonly string[]): readonly Splice[] {
  const at = lineEnd(text, offset);
  const eol = eolOf(text);
  return [{ from: at, to: at, text: eol + lines.join(eol) }];
}

function insertFlow(
  text: string,
  container: MapView | ListView,
  lastTo: number | undefined,
  pieces: readonly { readonly from: number }[],
  rendered: readonly string[],
): readonly Splice[] {
  if (lastTo === undefined) {
    const inside = { from: container.from + 1, to: container.to - 1 };
    const hasComment = text.slice(inside.from, inside.to).includes('#');
    const padding = container.kind === 'map' ? ' ' : '';
    return [
      {
        from: inside.from,
        to: hasComment ? inside.from : inside.to,
        text: `${padding}${rendered.join(', ')}${padding}`,
      },
    ];
  }
  const comma = /^\s*,/.exec(text.slice(lastTo, container.to))?.[0].length;
  const after = lastTo + (comma ?? 0);
  const tail = comma === undefined ? '' : ',';
  const first = pieces[0]!.from;
  if (!isFirstOnLine(text, first) || !text.slice(after, container.to - 1).includes('\n')) {
    return [{ from: lastTo, to: after, text: `, ${rendered.join(', ')}${tail}` }];
  }
  const eol = eolOf(text);
  const line = lineEnd(text, after);
  const pad = ' '.repeat(columnOf(text, first));
  return [
    ...(comma === undefined ? [{ from: lastTo, to: lastTo, text: ',' }] : []),
    { from: line, to: line, text: rendered.map((piece) => eol + pad + piece).join(',') + tail },
  ];
}

/** What is left of a block map whose first line is shared, from its first entry on. */
function keptEntries(text: string, map: MapView, keys: ReadonlySet<string>): string {
  const indent = ' '.repeat(columnOf(text, map.from));
  const kept = map.entries().filter((entry) => !keys.has(entry.key));
  return kept.map((entry) => text.slice(entry.from, entryEnd(entry))).join(eolOf(text) + indent);
}
