import { describe, expect, it } from 'vitest';
import { codes, documentOf, said } from '../testing/document.ts';
import { IN, OUT, filter, topic } from '../testing/nodes.ts';

const json = 'c: { converter: json }';

describe('converters', () => {
  it('takes a box before a topic, after it, and between a source and a sink', () => {
    expect(codes(documentOf([IN, json, topic('t')], ['in -> c', 'c -> t']))).toEqual([]);
    expect(codes(documentOf([OUT, json, topic('t')], ['t -> c', 'c -> out']))).toEqual([]);
    expect(
      codes(documentOf([IN, OUT, json, filter('f'), filter('g')], ['in -> f', 'f -> c', 'c -> g', 'g -> out'])),
    ).toEqual([]);
    expect(codes(documentOf([topic('t'), json, topic('u'), IN], ['in -> t', 't -> c', 'c -> u']))).toEqual([]);
  });

  it('refuses two in a row', () => {
    expect(
      codes(
        documentOf(
          [IN, json, filter('f'), 'd: { converter: string }', topic('t')],
          ['in -> c', 'c -> f', 'f -> d', 'd -> t'],
        ),
      ),
    ).toContain('converter_chain nodes.d');
  });

  it('refuses a box that is not next to its topic, on either side', () => {
    expect(said(documentOf([IN, json, filter('f'), topic('t')], ['in -> c', 'c -> f', 'f -> t']))).toMatchObject([
      {
        code: 'compile.converter_misplaced',
        path: 'nodes.c',
        hint: 'Put the converter right before the topic, after "f".',
      },
    ]);
    expect(said(documentOf([topic('t'), filter('f'), json, OUT], ['t -> f', 'f -> c', 'c -> out']))).toMatchObject([
      {
        code: 'compile.converter_misplaced',
        path: 'nodes.c',
        hint: 'Put the converter right after the topic, before "f".',
      },
    ]);
  });

  it('refuses two answers to how a topic is written', () => {
    const two = documentOf(
      [IN, json, 'd: { converter: string }', topic('t'), 'in2: { source: files, config: { path: c.csv } }'],
      ['in -> c', 'c -> t', 'in2 -> d', 'd -> t'],
    );
    expect(said(two)).toMatchObject([
      {
        code: 'compile.converter_conflict',
        path: 'nodes.d',
        message: 'The topic "t" is told two converters: "json" and "string".',
      },
    ]);
    expect(codes(documentOf([IN, json, 't: { topic: t, converter: string }'], ['in -> c', 'c -> t']))).toEqual([
      'converter_conflict nodes.c',
    ]);
    expect(codes(documentOf([IN, json, 't: { topic: t, converter: json }'], ['in -> c', 'c -> t']))).toEqual([]);
  });

  it('says that a topic with a converter box has no configuration of its own', () => {
    expect(codes(documentOf([IN, json, 't: { topic: t, config: { pretty: true } }'], ['in -> c', 'c -> t']))).toEqual([
      'converter_conflict nodes.t.config',
    ]);
  });
});
