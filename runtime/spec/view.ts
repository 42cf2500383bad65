import { isCollection, isMap, isPair, isScalar, isSeq } from 'yaml';
import type { Pair } from 'yaml';
import type { Span } from './problem.ts';
import type { TextTree, TreePart } from './textTree.ts';

/**
 * The document's syntax with places in the text: what edits cut and paste by. Made on demand, entry by entry, so that a look at
 * one node does not cost a walk over two thousand.
 */
export type View = MapView | ListView | LeafView;

export interface MapView extends Span {
  readonly kind: 'map';
  readonly flow: boolean;
  entries(): readonly EntryView[];
}

export interface ListView extends Span {
  readonly kind: 'list';
  readonly flow: boolean;
  items(): readonly ItemView[];
}

export interface LeafView extends Span {
  readonly kind: 'leaf';
  readonly style: 'plain' | 'single' | 'double' | 'block' | 'alias' | 'empty';
  /** What it says; undefined for an alias. */
  readonly scalar: unknown;
}

/** A key with its value. */
export interface EntryView {
  readonly key: string;
  /** Where the key starts and ends. */
  readonly from: number;
  readonly keyTo: number;
  value(): View;
}

/** An item of a list, without its `- `. */
export interface ItemView {
  readonly from: number;
  value(): View;
}

/** The view of a whole document. */
export function rootView(tree: TextTree): MapView {
  const { text } = tree;
  if (tree.whole !== undefined) {
    const view = viewOf(tree.whole.document().contents, 0, text, 0);
    return view.kind === 'map' ? view : { kind: 'map', flow: false, from: 0, to: 0, entries: () => [] };
  }
  const entries = once(() =>
    tree.sections.map((section): EntryView => {
      const { parts } = section;
      if (parts === undefined) return pieceEntry(section, text);
      const value = (): View => (section.list ? splitList(parts, text) : splitMap(parts, text));
      return { key: section.key, from: section.from, keyTo: section.from + section.key.length, value: once(value) };
    }),
  );
  return { kind: 'map', flow: false, from: 0, to: trimEnd(text, 0, text.length), entries };
}

/** What a view says, as plain data. */
export function viewValue(view: View): unknown {
  if (view.kind === 'leaf') return view.scalar;
  if (view.kind === 'list') return view.items().map((item) => viewValue(item.value()));
  return Object.fromEntries(view.entries().map((entry) => [entry.key, viewValue(entry.value())]));
}

/** The entry of a key; the last where the key stands twice, since that is the one that counts. */
export function findEntry(view: View, key: string): EntryView | undefined {
  return view.kind === 'map' ? view.entries().findLast((entry) => entry.key === key) : undefined;
}

function splitMap(parts: readonly TreePart[], text: string): MapView {
  return {
    kind: 'map',
    flow: false,
    ...partsSpan(parts, text),
    entries: once(() => parts.map((part) => pieceEntry(part, text))),
  };
}

function splitList(parts: readonly TreePart[], text: string): ListView {
  const items = once(() =>
    parts.map((part): ItemView => ({
      from: part.from + leadingSpaces(text, part.from),
      value: once(() => {
        const contents = part.read.document().contents;
        return viewOf(isSeq(contents) ? contents.items[0] : null, part.from, text, part.from);
      }),
    })),
  );
  return { kind: 'list', flow: false, ...partsSpan(parts, text), items };
}

function partsSpan(parts: readonly TreePart[], text: string): Span {
  const first = parts[0]!.from;
  return { from: first + leadingSpaces(text, first), to: trimEnd(text, first, parts.at(-1)!.to) };
}

/** The single entry of a piece, its syntax tree made only when its value or key is looked at closely. */
function pieceEntry(part: TreePart, text: string): EntryView {
  const from = part.from + leadingSpaces(text, part.from);
  const entry = once(() => {
    const contents = part.read.document().contents;
    return isMap(contents) ? entryOf(contents.items[0] as Pair, part.from, text) : undefined;
  });
  return {
    key: part.key,
    from,
    get keyTo() {
      return entry()?.keyTo ?? from;
    },
    value: () => entry()?.value() ?? { kind: 'leaf', style: 'empty', scalar: null, from, to: from },
  };
}

function entryOf(pair: Pair, base: number, text: string): EntryView {
  const range = (pair.key as { readonly range?: readonly [number, number, number] | null } | null)?.range ?? [0, 0, 0];
  const keyTo = base + range[1];
  return {
    key: isScalar(pair.key) ? String(pair.key.value) : String(pair.key),
    from: base + range[0],
    keyTo,
    value: once(() => viewOf(pair.value, base, text, keyTo)),
  };
}

/** `at` is where the value would stand if there were one. */
function viewOf(node: unknown, base: number, text: string, at: number): View {
  const range = (node as { readonly range?: readonly [number, number, number] | null } | null)?.range;
  if (range === undefined || range === null) return { kind: 'leaf', style: 'empty', scalar: null, from: at, to: at };
  const from = base + range[0];
  const to = trimEnd(text, from, base + range[1]);
  if (isCollection(node)) {
    const flow = node.flow === true;
    if (isMap(node))
      return {
        kind: 'map',
        flow,
        from,
        to,
        entries: once(() => node.items.map((pair) => entryOf(pair as Pair, base, text))),
      };
    return {
      kind: 'list',
      flow,
      from,
      to,
      items: once(() => node.items.map((item) => itemOf(item, base, text, flow))),
    };
  }
  if (!isScalar(node)) return { kind: 'leaf', style: 'alias', scalar: undefined, from, to };
  if (to === from) return { kind: 'leaf', style: 'empty', scalar: null, from: at, to: at };
  return { kind: 'leaf', style: leafStyle(node.type), scalar: node.value, from, to };
}

function itemOf(item: unknown, base: number, text: string, flow: boolean): ItemView {
  if (isPair(item)) {
    const entry = entryOf(item, base, text);
    return { from: entry.from, value: entry.value };
  }
  const value = viewOf(item, base, text, base);
  return { from: flow ? value.from : text.lastIndexOf('-', value.from - 1), value: () => value };
}

function leafStyle(type: string | undefined): LeafView['style'] {
  if (type === 'QUOTE_DOUBLE') return 'double';
  if (type === 'QUOTE_SINGLE') return 'single';
  return type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED' ? 'block' : 'plain';
}

function trimEnd(text: string, from: number, to: number): number {
  let end = to;
  while (end > from && ' \t\r\n'.includes(text.charAt(end - 1))) end--;
  return end;
}

function leadingSpaces(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === 32) at++;
  return at - from;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
