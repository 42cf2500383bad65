/** Every node has one size, so that a document of thousands opens without measuring a single one. Pixels at zoom 1. */
export const NODE_WIDTH = 192;
export const NODE_HEIGHT = 76;

/** Distance of columns and rows where nodes are placed by themselves. */
export const COLUMN_STEP = NODE_WIDTH + 88;
export const ROW_STEP = NODE_HEIGHT + 44;

/** Places snap to this grid. */
export const GRID = 8;

/** Width and height of a port as React Flow aims edges at it. */
export const PORT_SIZE = 10;

export type Place = readonly [number, number];

export function snap([x, y]: Place): Place {
  return [Math.round(x / GRID) * GRID, Math.round(y / GRID) * GRID];
}

/** The box around nodes at these places; undefined where there are none. */
export function boundsOf(places: Iterable<Place>): { x: number; y: number; width: number; height: number } | undefined {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of places) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + NODE_WIDTH);
    bottom = Math.max(bottom, y + NODE_HEIGHT);
  }
  if (left === Infinity) return undefined;
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The nearest place to the wish, further down, where no other node lies. */
export function freePlace(taken: readonly Place[], wish: Place): Place {
  let [x, y] = snap(wish);
  const overlaps = (): boolean =>
    taken.some(([otherX, otherY]) => Math.abs(otherX - x) < NODE_WIDTH && Math.abs(otherY - y) < NODE_HEIGHT + GRID);
  while (overlaps()) y += ROW_STEP;
  return [x, y];
}
