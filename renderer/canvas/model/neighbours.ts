import { edgesOf, placesOf } from '../../document/index.ts';
import type { Place } from '../../document/index.ts';
import type { Pipeline } from '../../../runtime/spec/types.ts';

/** The ways arrow keys go: along the edges, and up and down in what stands near. */
export type Direction = 'left' | 'right' | 'up' | 'down';

/** The node an arrow key leads to; undefined where there is none. */
export function neighbour(pipeline: Pipeline, from: string, direction: Direction): string | undefined {
  const places = placesOf(pipeline);
  const here = places.get(from);
  if (here === undefined) return undefined;
  const ids = candidates(pipeline, from, direction, places, here);
  const cost = (id: string): number => {
    const [x, y] = places.get(id) ?? here;
    // Up and down stay in the column as far as they can.
    const across = direction === 'up' || direction === 'down' ? 3 : 1;
    return Math.abs(x - here[0]) * across + Math.abs(y - here[1]);
  };
  return ids.toSorted((a, b) => cost(a) - cost(b))[0];
}

function candidates(
  pipeline: Pipeline,
  from: string,
  direction: Direction,
  places: ReadonlyMap<string, Place>,
  here: Place,
): readonly string[] {
  const edges = edgesOf(pipeline);
  if (direction === 'right') return edges.filter((edge) => edge.from === from).map((edge) => edge.to);
  if (direction === 'left') return edges.filter((edge) => edge.to === from).map((edge) => edge.from);
  return [...places].filter(([, [, y]]) => (direction === 'up' ? y < here[1] : y > here[1])).map(([id]) => id);
}

/** Where Home and End lead: the first source, the last sink; by place on the canvas. */
export function outermost(pipeline: Pipeline, end: 'first' | 'last'): string | undefined {
  const places = [...placesOf(pipeline)].toSorted(([, a], [, b]) => a[0] - b[0] || a[1] - b[1]);
  return (end === 'first' ? places[0] : places.at(-1))?.[0];
}
