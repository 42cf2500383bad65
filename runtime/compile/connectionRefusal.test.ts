import { describe, expect, it } from 'vitest';
import { parseText } from '../spec/index.ts';
import { connectionRefusal } from './connectionRefusal.ts';
import { TEST_CATALOG } from './testing/catalog.ts';
import { documentOf } from './testing/document.ts';
import { IN, OUT, filter, topic } from './testing/nodes.ts';

const nodes = [
  IN,
  OUT,
  'in2: { source: files, config: { path: c } }',
  filter('f'),
  filter('g'),
  topic('t'),
  topic('u'),
  'c: { converter: json }',
  'd: { converter: string }',
];

function refusal(edges: readonly string[], from: string, to: string): string | undefined {
  return connectionRefusal(parseText(documentOf(nodes, edges)), TEST_CATALOG, from, to)?.code.replace('compile.', '');
}

describe('connectionRefusal', () => {
  it('allows what makes sense, finished or not', () => {
    for (const [from, to] of [
      ['in', 'f'],
      ['in', 'out'],
      ['in', 't'],
      ['f', 'out'],
      ['t', 'u'],
      ['t', 'f'],
      ['f', 'g'],
      ['in', 'c'],
      ['c', 't'],
      ['t', 'c'],
      ['f', 'c'],
    ] as const) {
      expect(refusal([], from, to), `${from} -> ${to}`).toBeUndefined();
    }
  });

  it('says why an edge may not be drawn', () => {
    expect(refusal([], 'in', 'in2')).toBe('edge_into_source');
    expect(refusal([], 'out', 'f')).toBe('edge_out_of_sink');
    expect(refusal([], 'f', 'f')).toBe('edge_self');
    expect(refusal(['in -> f'], 'in', 'f')).toBe('edge_duplicate');
    expect(refusal(['f -> t', 't -> g'], 'g', 'f')).toBe('cycle');
    expect(refusal([], 'f', 'nobody')).toBe('edge_dangling');
    expect(refusal([], 'c', 'd')).toBe('converter_chain');
    expect(refusal(['c -> f'], 'f', 'd')).toBe('converter_chain');
    expect(refusal(['c -> f'], 'f', 't')).toBe('converter_misplaced');
    expect(refusal(['t -> c', 'c -> f'], 'f', 'u')).toBeUndefined();
  });

  it('names the circle an edge would close', () => {
    const document = parseText(documentOf(nodes, ['f -> t', 't -> g']));
    expect(connectionRefusal(document, TEST_CATALOG, 'g', 'f')).toMatchObject({
      message: 'This edge would close a circle: f -> t -> g -> f.',
      node: 'f',
      severity: 'error',
    });
  });
});
