import { describe, expect, it } from 'vitest';
import { diffSpecs } from './diffSpecs.ts';
import type { SpecDiff } from './diffSpecs.ts';
import { documentOf, specOf } from './testing/document.ts';
import { IN, OUT, filter, topic } from './testing/nodes.ts';

const base = documentOf(
  [IN, filter('f'), topic('t'), OUT, 'see: { sink: inspect }'],
  ['in -> f', 'f -> t', 't -> out', 't -> see'],
);

function diff(change: (text: string) => string): SpecDiff {
  return diffSpecs(specOf(base), specOf(change(base)));
}

function effects({ connectors }: SpecDiff): readonly string[] {
  return connectors.map(
    ({ node, effect, keepsPosition }) => `${node} ${effect}${keepsPosition ? ' from its position' : ''}`,
  );
}

describe('diffSpecs', () => {
  it('finds nothing between equal specs', () => {
    const same = diff((text) => text);
    expect(same.changes).toEqual([]);
    expect(effects(same)).toEqual([
      'in goes-on from its position',
      'out goes-on from its position',
      'see goes-on from its position',
    ]);
  });

  it('starts everything at a first deployment', () => {
    const first = diffSpecs(undefined, specOf(base));
    expect(effects(first)).toEqual(['in starts', 'out starts', 'see starts']);
    expect(first.changes.map(({ kind, what, name }) => `${kind} ${what} ${name}`)).toContain('added transform f');
    expect(first.changes.every(({ kind }) => kind === 'added')).toBe(true);
  });

  it('restarts only the connectors a change runs in, and says which fields differ', () => {
    const changed = diff((text) => text.replace('where: "true"', 'where: "false"'));
    expect(changed.changes).toEqual([{ kind: 'changed', what: 'transform', name: 'f', fields: ['config.where'] }]);
    expect(effects(changed)).toEqual([
      'in restarts from its position',
      'out goes-on from its position',
      'see goes-on from its position',
    ]);
  });

  it('restarts who writes and reads a topic that changes', () => {
    const changed = diff((text) => text.replace('topic: t }', 'topic: t, queues: 3 }'));
    expect(changed.changes).toEqual([{ kind: 'changed', what: 'topic', name: 't', fields: ['queues'] }]);
    expect(effects(changed)).toEqual([
      'in restarts from its position',
      'out restarts from its position',
      'see restarts from its position',
    ]);
  });

  it('tells what stops, and which topics are left behind', () => {
    const changed = diff((text) => text.replace('  - t -> see\n', '').replace('  see: { sink: inspect }\n', ''));
    expect(changed.changes.map(({ kind, what, name }) => `${kind} ${what} ${name}`)).toEqual([
      'removed connector see',
      'removed edge t->see',
    ]);
    expect(effects(changed)).toEqual(['see stops', 'in goes-on from its position', 'out goes-on from its position']);
    expect(diff((text) => text.replace('topic: t }', 'topic: t2 }')).topicsLeft).toEqual(['t']);
  });

  it('does not promise a position to a source of another type', () => {
    const other = diff((text) =>
      text
        .replace(
          '{ source: files, config: { path: a.csv } }',
          '{ source: mysql, connection: m, config: { tables: [a] } }',
        )
        .concat('connections: { m: { type: mysql, host: h, user: u, password: "${env:P}" } }\n'),
    );
    expect(effects(other)[0]).toBe('in restarts');
  });

  it('restarts everything on another bus, from no position', () => {
    const moved = diff((text) =>
      text.replace('name: p', 'name: p\nbus: mq').concat('connections: { mq: { type: rocketmq, servers: "a:1" } }\n'),
    );
    expect(effects(moved)).toEqual(['in restarts', 'out restarts', 'see restarts']);
    expect(moved.changes[0]).toMatchObject({ what: 'setting', name: 'bus' });
  });
});
