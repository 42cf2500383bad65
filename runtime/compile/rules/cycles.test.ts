import { describe, expect, it } from 'vitest';
import { codes, documentOf, said } from '../testing/document.ts';
import { IN, OUT, filter, topic } from '../testing/nodes.ts';

describe('cycles', () => {
  it('names every node on the loop, and nothing else', () => {
    const text = documentOf(
      [IN, OUT, filter('a'), filter('b'), filter('c')],
      ['in -> a', 'a -> b', 'b -> c', 'c -> a', 'c -> out'],
    );
    expect(said(text)).toMatchObject([
      { code: 'compile.cycle', path: 'edges.3', message: 'The edges a -> b -> c -> a lead round in a circle.' },
    ]);
  });

  it('finds loops through topics, which would fill them for ever', () => {
    expect(codes(documentOf([IN, topic('t'), filter('a')], ['in -> t', 't -> a', 'a -> t']))).toEqual([
      'cycle edges.2',
    ]);
  });

  it('takes two ways that meet again for what they are', () => {
    expect(
      codes(documentOf([IN, OUT, filter('a'), filter('b')], ['in -> a', 'in -> b', 'a -> out', 'b -> out'])),
    ).toEqual([]);
  });
});
