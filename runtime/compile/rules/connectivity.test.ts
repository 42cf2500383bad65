import { describe, expect, it } from 'vitest';
import { codes, documentOf, said } from '../testing/document.ts';
import { IN, OUT, filter, topic } from '../testing/nodes.ts';

describe('connectivity', () => {
  it('tells what an empty pipeline needs', () => {
    expect(said(documentOf([], []))).toMatchObject([{ code: 'compile.pipeline_empty', severity: 'info' }]);
  });

  it('warns of nodes without edges and deploys the others', () => {
    expect(said(documentOf([IN, OUT, filter('alone')], ['in -> out']))).toMatchObject([
      { code: 'compile.node_unconnected', severity: 'warning', path: 'nodes.alone' },
    ]);
  });

  it('refuses a source whose records end nowhere', () => {
    expect(
      said(documentOf([IN, filter('f')], ['in -> f'])).map(({ code, severity, node }) => [code, severity, node]),
    ).toEqual([
      ['compile.no_way_out', 'error', 'in'],
      ['compile.no_way_out', 'warning', 'f'],
    ]);
  });

  it('refuses a sink that nothing reaches', () => {
    expect(
      said(documentOf([OUT, filter('f')], ['f -> out'])).map(({ code, severity, node }) => [code, severity, node]),
    ).toEqual([
      ['compile.no_way_in', 'error', 'out'],
      ['compile.no_way_in', 'warning', 'f'],
    ]);
  });

  it('takes a topic for a beginning and for an end', () => {
    expect(codes(documentOf([IN, topic('t')], ['in -> t']))).toEqual([]);
    expect(codes(documentOf([OUT, topic('t')], ['t -> out']))).toEqual([]);
  });
});
