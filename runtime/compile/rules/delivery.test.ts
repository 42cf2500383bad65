import { describe, expect, it } from 'vitest';
import { codes, documentOf } from '../testing/document.ts';
import { IN, OUT } from '../testing/nodes.ts';

describe('delivery', () => {
  it('warns of sinks that cannot promise exactly-once, and only when it was asked for', () => {
    const dw = 'connections: { dw: { type: mysql, host: h, user: u, password: "${env:P}" } }';
    const nodes = [IN, OUT, 'db: { sink: mysql, connection: dw }'];
    expect(codes(documentOf(nodes, ['in -> out', 'in -> db'], 'delivery: exactly-once', dw))).toEqual([
      'delivery_at_least_once nodes.out.sink',
    ]);
    expect(codes(documentOf(nodes, ['in -> out', 'in -> db'], dw))).toEqual([]);
  });
});
