import { describe, expect, it } from 'vitest';
import { codes, documentOf, said, specOf } from '../testing/document.ts';
import { IN, OUT } from '../testing/nodes.ts';

describe('bus', () => {
  it('takes the embedded bus, or a connection that has one', () => {
    expect(specOf(documentOf([IN, OUT], ['in -> out'])).bus).toEqual({ type: 'embedded' });
    const spec = specOf(
      documentOf([IN, OUT], ['in -> out'], 'bus: mq', 'connections: { mq: { type: rocketmq, servers: "a:1" } }'),
    );
    expect(spec.bus).toEqual({ type: 'rocketmq', connection: 'mq' });
    expect(spec.connections).toEqual({ mq: { type: 'rocketmq', config: { servers: 'a:1' } } });
  });

  it('refuses what is neither', () => {
    expect(said(documentOf([IN, OUT], ['in -> out'], 'bus: embeded'))).toMatchObject([
      { code: 'compile.bus_unknown', path: 'bus', hint: 'Did you mean "embedded"?' },
    ]);
    expect(
      codes(
        documentOf(
          [IN, OUT],
          ['in -> out'],
          'bus: db',
          'connections: { db: { type: mysql, host: h, user: u, password: "${env:P}" } }',
        ),
      ),
    ).toEqual(['bus_unknown bus']);
  });
});
