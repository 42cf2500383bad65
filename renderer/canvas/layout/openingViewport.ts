import { getViewportForBounds } from '@xyflow/react';
import type { Viewport } from '@xyflow/react';
import { boundsOf } from '../../document/index.ts';
import type { Place } from '../../document/index.ts';

/** Names can be read from here up. */
const READABLE = 0.55;
const MIN_ZOOM = 0.08;
const PADDING = 0.12;

interface Placed {
  readonly position: { readonly x: number; readonly y: number };
}

/**
 * Where the canvas opens: all of it, when names can be read then; else its beginning at a readable size, since a wall of specks
 * tells nobody anything and thousands of boxes at once are slow. Computed from the model: React Flow's own fit sees only what
 * it has drawn.
 */
export function openingViewport(nodes: readonly Placed[], width: number, height: number): Viewport {
  const all = fitViewport(nodes, width, height);
  if (all.zoom >= READABLE) return all;
  const zoom = 0.8;
  const first = nodes.toSorted((a, b) => a.position.x - b.position.x || a.position.y - b.position.y)[0];
  const { x, y } = first?.position ?? { x: 0, y: 0 };
  return { x: 64 - x * zoom, y: 96 - y * zoom, zoom };
}

/** Everything in view, never larger than life. */
export function fitViewport(nodes: readonly Placed[], width: number, height: number): Viewport {
  const bounds = boundsOf(nodes.map(({ position }): Place => [position.x, position.y]));
  if (bounds === undefined) return { x: width / 2, y: height / 2, zoom: 1 };
  return getViewportForBounds(bounds, width, height, MIN_ZOOM, 1, PADDING);
}
