import { describe, expect, it } from 'vitest';
import { codes, documentOf, said } from '../testing/document.ts';
import { IN, OUT, filter } from '../testing/nodes.ts';

describe('edges', () => {
  it('refuses edges that can mean nothing, each with its reason', () => {
    expect(
      codes(
        documentOf(
          [IN, OUT, filter('f')],
          ['in -> out', 'in - out', 'in -> nobody', 'in -> out', 'f -> f', 'f -> in', 'out -> f'],
        ),
      ),
    ).toEqual([
      'edge_malformed edges.1',
      'edge_dangling edges.2',
      'edge_duplicate edges.3',
      'edge_self edges.4',
      'edge_into_source edges.5',
      'edge_out_of_sink edges.6',
    ]);
  });

  it('names the node that is missing and the one probably meant', () => {
    expect(said(documentOf([IN, OUT], ['in -> out', 'in -> outt']))).toMatchObject([
      {
        message: 'The edge in -> outt names "outt", which is no node.',
        hint: 'Did you mean "out"?',
        node: 'in',
        range: { line: 9, column: 5 },
      },
    ]);
  });

  it('says that a source cannot be the target', () => {
    expect(
      said(
        documentOf(
          [IN, OUT, 'in2: { source: files, config: { path: c.csv } }'],
          ['in -> out', 'in2 -> out', 'in -> in2'],
        ),
      )[0]?.message,
    ).toContain('a source cannot be the target of an edge');
  });

  it('is silent about nodes that are there but cannot be read', () => {
    expect(codes(documentOf([IN, 'out: { snk: files }'], ['in -> out']))).toEqual(['spec.node_kind nodes.out']);
  });
});
