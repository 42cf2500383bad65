import { sameJson } from '../../foundation/index.ts';
import { edgeId, formatEdge, parseEdge } from '../edges.ts';
import type { PipelineEdits, PipelineText } from '../editing.ts';
import { SPEC_ERRORS } from '../errors.ts';
import { ParsedText } from '../parsedText.ts';
import { parseText } from '../parseText.ts';
import { findEntry } from '../view.ts';
import type { EntryView } from '../view.ts';
import { addToList, addToSection, changeAt } from './changeAt.ts';
import { inlineAliases } from './inlineAliases.ts';
import { removeEntries, removeItems, replaceValue } from './mapEdits.ts';
import { renderScalar } from './render.ts';
import { applySplices } from './splices.ts';
import type { Splice } from './splices.ts';

/** More steps than one value can need: a change that does not come to rest is a bug, not a reason to hang. */
const MAX_STEPS = 10_000;

/**
 * The edits. Each cuts and pastes the text at the places its syntax gives, so that every byte it is not about stays as it is.
 * An edit that changes nothing gives back the very document. All throw `spec.text_broken` for a document that has no pipeline.
 */
export const pipelineEdits: PipelineEdits = {
  addNode(document, id, node, at) {
    const place: readonly [string, unknown][] = at === undefined ? [] : [[id, at]];
    return edit(document, [id], (current) =>
      splice(current, [...addToSection(current, 'nodes', [[id, node]]), ...placeNodes(current, place)]),
    );
  },

  removeNodes(document, ids) {
    const removed = new Set(ids);
    return edit(document, ids, (current) =>
      splice(current, [
        ...removeFrom(current, 'nodes', removed, true),
        ...removeFrom(current, 'layout', removed, false),
        ...removeEdgesWhere(current, (from, to) => removed.has(from) || removed.has(to)),
      ]),
    );
  },

  renameNode(document, from, to) {
    return edit(document, [from, to], (current) => {
      if (from === to) return current;
      return splice(current, [
        ...renameKey(current, 'nodes', from, to),
        ...renameKey(current, 'layout', from, to),
        ...renameInEdges(current, from, to),
      ]);
    });
  },

  setNodeValue(document, id, path, value) {
    return edit(document, [id], (current) =>
      findEntry(sectionValue(current, 'nodes'), id) === undefined
        ? current
        : set(current, ['nodes', id, ...path], value),
    );
  },

  setNodeConfig(document, id, config) {
    const hasConfig = Object.keys(config).length > 0 || editable(document).pipeline?.nodes[id]?.config !== undefined;
    return pipelineEdits.setNodeValue(document, id, ['config'], hasConfig ? config : undefined);
  },

  addEdge(document, from, to) {
    return edit(document, [], (current) => {
      const present = current.pipeline?.edges.some((text) => isEdge(text, from, to)) ?? false;
      return present ? current : splice(current, addToList(current, 'edges', [formatEdge({ from, to })]));
    });
  },

  removeEdges(document, edges) {
    const removed = new Set(edges.map(edgeId));
    return edit(document, [], (current) =>
      splice(
        current,
        removeEdgesWhere(current, (from, to) => removed.has(edgeId({ from, to }))),
      ),
    );
  },

  moveNodes(document, places) {
    return edit(document, [], (current) => splice(current, placeNodes(current, Object.entries(places))));
  },

  setConnection(document, name, connection) {
    return edit(document, [], (current) => {
      const known = findEntry(sectionValue(current, 'connections'), name) !== undefined;
      if (known || connection === undefined) return set(current, ['connections', name], connection);
      return splice(current, addToSection(current, 'connections', [[name, connection]]));
    });
  },

  setValue(document, path, value) {
    return edit(document, path[0] === 'nodes' ? path.slice(1, 2) : [], (current) => set(current, path, value));
  },
};

/**
 * Makes an edit that is about some nodes. Where aliases carry it to others, or break because what they name is gone, they are
 * written out first: who edits one box does not expect another to change.
 */
function edit(document: PipelineText, nodes: readonly string[], make: (current: ParsedText) => ParsedText): ParsedText {
  const current = editable(document);
  if (current.tree?.whole?.shares !== true) return make(current);
  const result = make(current);
  return result.pipeline !== undefined && changesOnly(current, result, nodes)
    ? result
    : make(splice(current, inlineAliases(current)));
}

function changesOnly(before: ParsedText, after: ParsedText, nodes: readonly string[]): boolean {
  return Object.entries(before.pipeline?.nodes ?? {}).every(
    ([id, node]) => nodes.includes(id) || sameJson(node, after.pipeline?.nodes[id]),
  );
}

function editable(document: PipelineText): ParsedText {
  const current = document instanceof ParsedText ? document : new ParsedText(document.text, undefined);
  if (current.pipeline !== undefined) return current;
  throw SPEC_ERRORS.error('text_broken', {
    message: 'The text is not a pipeline just now, so it cannot be edited on the canvas.',
    hint: current.diagnostics[0]?.message ?? 'Mend the text first.',
  });
}

function splice(current: ParsedText, splices: readonly Splice[]): ParsedText {
  const text = applySplices(current.text, splices);
  return text === current.text ? current : (parseText(text, current) as ParsedText);
}

/** Goes on until nothing is left to do: a value may take several steps, and an alias on the way is written out first. */
function set(document: ParsedText, path: readonly string[], value: unknown): ParsedText {
  let current = document;
  for (let step = 0; step < MAX_STEPS; step++) {
    const next = splice(current, changeAt(current, path, value));
    if (next === current || next.pipeline === undefined) return next;
    current = next;
  }
  return current;
}

function sectionValue(document: ParsedText, key: string): ReturnType<EntryView['value']> {
  return findEntry(document.root, key)?.value() ?? { kind: 'leaf', style: 'empty', scalar: null, from: 0, to: 0 };
}

function removeFrom(
  document: ParsedText,
  key: string,
  removed: ReadonlySet<string>,
  withCommentAbove: boolean,
): readonly Splice[] {
  const section = findEntry(document.root, key);
  return section === undefined ? [] : removeEntries(document.text, section, removed, withCommentAbove);
}

function removeEdgesWhere(document: ParsedText, isRemoved: (from: string, to: string) => boolean): readonly Splice[] {
  const section = findEntry(document.root, 'edges');
  if (section === undefined) return [];
  const removed = new Set<number>();
  for (const [index, text] of (document.pipeline?.edges ?? []).entries()) {
    const edge = parseEdge(text);
    if (edge !== undefined && isRemoved(edge.from, edge.to)) removed.add(index);
  }
  return removeItems(document.text, section, removed);
}

function renameKey(document: ParsedText, section: string, from: string, to: string): readonly Splice[] {
  const entry = findEntry(sectionValue(document, section), from);
  return entry === undefined ? [] : [{ from: entry.from, to: entry.keyTo, text: renderScalar(to) }];
}

function renameInEdges(document: ParsedText, from: string, to: string): readonly Splice[] {
  const list = sectionValue(document, 'edges');
  if (list.kind !== 'list') return [];
  return (document.pipeline?.edges ?? []).flatMap((text, index) => {
    const edge = parseEdge(text);
    const item = list.items()[index];
    if (edge === undefined || item === undefined || (edge.from !== from && edge.to !== from)) return [];
    const renamed = formatEdge({ from: edge.from === from ? to : edge.from, to: edge.to === from ? to : edge.to });
    const value = item.value();
    return [{ from: value.from, to: value.to, text: renderScalar(renamed) }];
  });
}

function placeNodes(document: ParsedText, places: readonly (readonly [string, unknown])[]): readonly Splice[] {
  const layout = sectionValue(document, 'layout');
  const known = new Map(layout.kind === 'map' ? layout.entries().map((entry) => [entry.key, entry]) : []);
  const inFlow = layout.kind === 'map' && layout.flow;
  const rounded = places.map(([id, place]) => [id, (place as readonly number[]).map(Math.round)] as const);
  return [
    ...rounded.flatMap(([id, place]) => {
      const entry = known.get(id);
      return entry === undefined ? [] : replaceValue(document.text, entry, place, inFlow);
    }),
    ...addToSection(
      document,
      'layout',
      rounded.filter(([id]) => !known.has(id)),
    ),
  ];
}

function isEdge(text: string, from: string, to: string): boolean {
  const edge = parseEdge(text);
  return edge?.from === from && edge.to === to;
}
