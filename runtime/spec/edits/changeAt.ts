import { isObject, sameJson } from '../../foundation/index.ts';
import type { ParsedText } from '../parsedText.ts';
import { TOP_KEYS } from '../shape/readTop.ts';
import { findEntry, viewValue } from '../view.ts';
import type { EntryView, MapView, View } from '../view.ts';
import { inlineAliases } from './inlineAliases.ts';
import { afterColon, entryEnd, insertEntries, insertItems, removeEntries, replaceValue } from './mapEdits.ts';
import { renderEntry, renderItems } from './render.ts';
import { eolOf, lineEnd } from './splices.ts';
import type { Splice } from './splices.ts';

/**
 * The first step on the way to having `value` at `path` (undefined: nothing there); empty once it is reached. Where both are maps,
 * only the keys that differ are touched. Steps come one at a time since each may move what the next one needs.
 */
export function changeAt(document: ParsedText, path: readonly string[], value: unknown): readonly Splice[] {
  const { text, root } = document;
  let owner: EntryView | undefined;
  let view: View = root;
  let inFlow = false;
  for (const [depth, key] of path.entries()) {
    inFlow ||= view.kind !== 'leaf' && view.flow;
    const entry: EntryView | undefined = view.kind === 'list' ? itemEntry(view, key) : findEntry(view, key);
    if (entry === undefined) return addBelow(document, owner, view, path.slice(depth), value, inFlow);
    if (depth === path.length - 1 && value === undefined) {
      return owner === undefined ? removeTop(text, root, key) : removeEntries(text, owner, new Set([key]), depth === 1);
    }
    owner = entry;
    view = entry.value();
  }
  return owner === undefined ? [] : changeValue(text, owner, value, inFlow);
}

/** Adds entries to a top-level map such as `nodes`, which may not be there yet, or be empty. */
export function addToSection(
  document: ParsedText,
  key: string,
  added: readonly (readonly [string, unknown])[],
): readonly Splice[] {
  if (added.length === 0) return [];
  const { text, root } = document;
  const section = findEntry(root, key);
  const lines = added.map(([name, value]) => `  ${renderEntry(name, value, 2, eolOf(text))}`);
  if (section === undefined) return insertTop(text, root, key, Object.fromEntries(added), lines);
  const map = section.value();
  if (map.kind === 'map' && (map.flow ? map.entries().length > 0 || root.flow : true))
    return insertEntries(text, map, added);
  return root.flow ? replaceValue(text, section, Object.fromEntries(added), true) : openSection(text, section, lines);
}

/** Adds items to a top-level list, likewise. */
export function addToList(document: ParsedText, key: string, added: readonly string[]): readonly Splice[] {
  if (added.length === 0) return [];
  const { text, root } = document;
  const section = findEntry(root, key);
  const lines = added.map((item) => renderItems([item], 2, eolOf(text)));
  if (section === undefined) return insertTop(text, root, key, added, lines);
  const list = section.value();
  if (list.kind === 'list' && (list.flow ? list.items().length > 0 || root.flow : true))
    return insertItems(text, list, added);
  return root.flow ? replaceValue(text, section, added, true) : openSection(text, section, lines);
}

/** Turns `nodes:` or `nodes: {}` into a block with its first lines. */
function openSection(text: string, section: EntryView, lines: readonly string[]): readonly Splice[] {
  const at = afterColon(text, section);
  const value = section.value();
  const end = Math.max(at, value.to);
  const line = lineEnd(text, end);
  const eol = eolOf(text);
  return [
    { from: at, to: end, text: at === section.keyTo ? ':' : '' },
    { from: line, to: line, text: lines.map((added) => eol + added).join('') },
  ];
}

/** A new top-level key, at its place in the order of keys. */
function insertTop(
  text: string,
  root: MapView,
  key: string,
  value: unknown,
  below?: readonly string[],
): readonly Splice[] {
  const entries = root.entries();
  const rank = rankOf(key);
  const before = entries.findLast((entry) => rankOf(entry.key) < rank);
  if (root.flow) return insertEntries(text, root, [[key, value]], before);
  const eol = eolOf(text);
  const rendered = below === undefined ? renderEntry(key, value, 0, eol) : [`${key}:`, ...below].join(eol);
  if (before === undefined) return [{ from: entries[0]?.from ?? 0, to: entries[0]?.from ?? 0, text: rendered + eol }];
  const at = lineEnd(text, entryEnd(before));
  return [{ from: at, to: at, text: eol + rendered }];
}

/** Unknown keys stand before the layout, which is always last. */
function rankOf(key: string): number {
  const rank = (TOP_KEYS as readonly string[]).indexOf(key);
  return rank === -1 ? TOP_KEYS.length - 1.5 : rank;
}

function removeTop(text: string, root: MapView, key: string): readonly Splice[] {
  const owner: EntryView = { key: '', from: 0, keyTo: 0, value: () => root };
  return root.entries().length === 1 ? [] : removeEntries(text, owner, new Set([key]), true);
}

function addBelow(
  document: ParsedText,
  owner: EntryView | undefined,
  view: View,
  rest: readonly string[],
  value: unknown,
  inFlow: boolean,
): readonly Splice[] {
  const { text, root } = document;
  if (view.kind === 'leaf' && view.style === 'alias')
    return inlineAliases(document).filter((splice) => splice.from === view.from);
  if (value === undefined) return [];
  const nested = rest.slice(1).reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
  if (owner === undefined) return insertTop(text, root, rest[0]!, nested);
  if (view.kind === 'map' && (inFlow || view.entries().length > 0))
    return insertEntries(text, view, [[rest[0]!, nested]]);
  return replaceValue(text, owner, { [rest[0]!]: nested }, inFlow);
}

function changeValue(text: string, entry: EntryView, value: unknown, inFlow: boolean): readonly Splice[] {
  const view = entry.value();
  if (sameJson(viewValue(view), value)) return [];
  if (view.kind !== 'map' || !isObject(value) || view.entries().length === 0)
    return replaceValue(text, entry, value, inFlow);
  const within = inFlow || view.flow;
  const kept = view.entries().filter((inner) => value[inner.key] !== undefined);
  const changes = kept.flatMap((inner) => changeValue(text, inner, value[inner.key], within));
  if (changes.length > 0) return changes;
  const removed = new Set(
    view
      .entries()
      .map((inner) => inner.key)
      .filter((key) => value[key] === undefined),
  );
  if (removed.size > 0) return removeEntries(text, entry, removed, false);
  const present = new Set(kept.map((inner) => inner.key));
  return insertEntries(
    text,
    view,
    Object.entries(value).filter(([key, item]) => item !== undefined && !present.has(key)),
  );
}

/** An item of a list as if it were an entry, so that a path may lead through it. */
function itemEntry(view: View, index: string): EntryView | undefined {
  const item = view.kind === 'list' ? view.items()[Number(index)] : undefined;
  if (item === undefined) return undefined;
  return { key: index, from: item.from, keyTo: item.value().from, value: item.value };
}
