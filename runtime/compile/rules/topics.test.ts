import { describe, expect, it } from 'vitest';
import { codes, documentOf, said } from '../testing/document.ts';
import { IN, OUT, filter, topic } from '../testing/nodes.ts';

describe('topics', () => {
  it('refuses a name no bus takes', () => {
    for (const name of ['"a b"', '"ö"', "'..'", `"${'x'.repeat(300)}"`]) {
      expect(codes(documentOf([IN, `t: { topic: ${name} }`], ['in -> t'])), name).toEqual([
        'topic_name_invalid nodes.t.topic',
      ]);
    }
  });

  it('refuses two boxes for one topic, also for an implied one', () => {
    expect(said(documentOf([IN, topic('t'), 'u: { topic: t }'], ['in -> t', 'in -> u']))).toMatchObject([
      { code: 'compile.topic_duplicate', path: 'nodes.u.topic', message: '"t" and "u" both stand for the topic t.' },
    ]);
    expect(codes(documentOf([IN, OUT, 't: { topic: p.in.out }'], ['in -> out', 'in -> t']))).toEqual([
      'topic_duplicate nodes.t.topic',
    ]);
  });

  it('reads retention in units people use and refuses others', () => {
    const of = (retention: string): readonly string[] =>
      codes(documentOf([IN, `t: { topic: t, retention: ${retention} }`], ['in -> t']));
    expect(of('{ age: 7d, size: 10GB }')).toEqual([]);
    expect(of('{ age: 7 days, size: ten }')).toEqual([
      'retention_invalid nodes.t.retention.age',
      'retention_invalid nodes.t.retention.size',
    ]);
    expect(of('{ age: 0d }')).toEqual(['retention_invalid nodes.t.retention.age']);
  });

  it('keeps dead letters out of topics of records', () => {
    expect(codes(documentOf([IN, topic('t')], ['in -> t'], 'errors: { policy: dead-letter, topic: t }'))).toEqual([
      'topic_is_dead_letter errors.topic',
    ]);
    expect(
      codes(
        documentOf(
          [IN, topic('t'), filter('f').replace('filter,', 'filter, errors: { policy: dead-letter, topic: t },')],
          ['in -> f', 'f -> t'],
        ),
      ),
    ).toEqual(['topic_is_dead_letter nodes.f.errors.topic']);
    expect(codes(documentOf([IN, topic('t')], ['in -> t'], 'errors: { policy: skip, topic: t }'))).toEqual([]);
  });
});
