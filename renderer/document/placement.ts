import { edgesOf } from './edges.ts';
import type { Pipeline, PipelineEdge } from '../../runtime/spec/types.ts';
import { COLUMN_STEP, ROW_STEP, freePlace } from './geometry.ts';
import type { Place } from './geometry.ts';

/**
 * A place for every node: what the document's layout says, and for the others beside what they are wired to, or column by
 * column in the order of the flow. Pure and stable: the same document gives the same picture.
 */
export function placesOf(pipeline: Pipeline): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  const missing: string[] = [];
  for (const id of Object.keys(pipeline.nodes)) {
    const place = pipeline.layout?.[id];
    if (place === undefined) missing.push(id);
    else places.set(id, place);
  }
  if (missing.length === 0) return places;
  const edges = edgesOf(pipeline);
  if (places.size === 0) return columnPlaces(missing, edges);
  for (const id of missing) places.set(id, freePlace([...places.values()], besideNeighbours(id, edges, places)));
  return places;
}

function besideNeighbours(id: string, edges: readonly PipelineEdge[], places: ReadonlyMap<string, Place>): Place {
  for (const { from, to } of edges) {
    const before = to === id ? places.get(from) : undefined;
    if (before !== undefined) return [before[0] + COLUMN_STEP, before[1]];
    const after = from === id ? places.get(to) : undefined;
    if (after !== undefined) return [after[0] - COLUMN_STEP, after[1]];
  }
  const lowest = Math.max(...[...places.values()].map(([, y]) => y));
  const leftmost = Math.min(...[...places.values()].map(([x]) => x));
  return [leftmost, lowest + ROW_STEP];
}

/** Columns by the longest way from a start, rows in document order: good enough until somebody asks for a tidy-up. */
function columnPlaces(ids: readonly string[], edges: readonly PipelineEdge[]): Map<string, Place> {
  const columns = columnsOf(ids, edges);
  const rows = new Map<number, number>();
  const places = new Map<string, Place>();
  for (const id of ids) {
    const column = columns.get(id) ?? 0;
    const row = rows.get(column) ?? 0;
    rows.set(column, row + 1);
    places.set(id, [column * COLUMN_STEP, row * ROW_STEP]);
  }
  return places;
}

/** Each node's longest distance from a start. Nodes on a cycle keep what they had when the others were done. */
function columnsOf(ids: readonly string[], edges: readonly PipelineEdge[]): Map<string, number> {
  const columns = new Map(ids.map((id) => [id, 0]));
  const next = new Map<string, string[]>();
  const open = new Map(ids.map((id) => [id, 0]));
  for (const { from, to } of edges) {
    if (!columns.has(from) || !columns.has(to)) continue;
    next.set(from, [...(next.get(from) ?? []), to]);
    open.set(to, (open.get(to) ?? 0) + 1);
  }
  const ready = ids.filter((id) => open.get(id) === 0);
  for (let id = ready.shift(); id !== undefined; id = ready.shift()) {
    for (const to of next.get(id) ?? []) {
      columns.set(to, Math.max(columns.get(to) ?? 0, (columns.get(id) ?? 0) + 1));
      const left = (open.get(to) ?? 0) - 1;
      open.set(to, left);
      if (left === 0) ready.push(to);
    }
  }
  return columns;
}
