import { getViewportForBounds } from '@xyflow/react';
import type { Viewport } from '@xyflow/react';
import { boundsOf } from '../../document/index.ts';
import type { Place } from '../../document/index.ts';

/** Names can be read from here up. */
const READABLE = 0.55;
export const MIN_ZOOM = 0.02;
const PADDING = 0.06;

/**
 * Where the canvas opens: all of it, when names can be read then; else its beginning at a readable size, since a wall of specks
 * tells nobody anything and thousands of boxes at once are slow. Computed from the model: React Flow's own fit sees only what
 * it has drawn.
 */
export function openingViewport(places: readonly Place[], width: number, height: number): Viewport {
  const all = fitViewport(places, width, height);
  if (all.zoom >= READABLE) return all;
  const zoom = 0.8;
  const [x, y] = places.toSorted((a, b) => a[0] - b[0] || a[1] - b[1])[0] ?? [0, 0];
  return { x: 64 - x * zoom, y: 96 - y * zoom, zoom };
}

/** Everything in view, never larger than life. */
export function fitViewport(places: readonly Place[], width: number, height: number): Viewport {
  const bounds = boundsOf(places);
  if (bounds === undefined) return { x: width / 2, y: height / 2, zoom: 1 };
  return getViewportForBounds(bounds, width, height, MIN_ZOOM, 1, PADDING);
}
