import { describe, expect, it } from 'vitest';
import type { Pipeline } from '../../runtime/spec/types.ts';
import { COLUMN_STEP, ROW_STEP } from './geometry.ts';
import { placesOf } from './placement.ts';

function pipeline(nodes: readonly string[], edges: readonly string[], layout?: Pipeline['layout']): Pipeline {
  return {
    apiVersion: 'gantry/v1',
    kind: 'Pipeline',
    name: 'test',
    bus: 'embedded',
    nodes: Object.fromEntries(nodes.map((id) => [id, { transform: 'filter' }])),
    edges,
    ...(layout === undefined ? {} : { layout }),
  };
}

describe('placesOf', () => {
  it('puts nodes without a layout into columns along the flow', () => {
    const places = placesOf(pipeline(['a', 'b', 'c', 'd'], ['a -> b', 'b -> d', 'a -> c', 'c->d']));
    expect(Object.fromEntries(places)).toEqual({
      a: [0, 0],
      b: [COLUMN_STEP, 0],
      c: [COLUMN_STEP, ROW_STEP],
      d: [2 * COLUMN_STEP, 0],
    });
  });

  it('keeps what the layout says and puts a new node beside the one it is wired to', () => {
    const places = placesOf(pipeline(['a', 'b'], ['a -> b'], { a: [80, 120] }));
    expect(places.get('a')).toEqual([80, 120]);
    expect(places.get('b')).toEqual([80 + COLUMN_STEP, 120]);
  });

  it('never puts a new node on top of another', () => {
    const places = placesOf(pipeline(['a', 'b', 'c'], ['a -> b', 'a -> c'], { a: [0, 0], b: [COLUMN_STEP, 0] }));
    expect(places.get('c')).toEqual([COLUMN_STEP, ROW_STEP]);
  });

  it('places every node of a cycle', () => {
    expect(placesOf(pipeline(['a', 'b'], ['a -> b', 'b -> a'])).size).toBe(2);
  });
});
