import { describe, expect, it } from 'vitest';
import { parseText } from './parseText.ts';
import { STYLED_DOCUMENTS } from './testing/documents.ts';

const HEAD = 'apiVersion: gantry/v1\nkind: Pipeline\nname: p\n';

function said(text: string): readonly string[] {
  return parseText(text).diagnostics.map(
    ({ code, path, range }) => `${code} ${path} ${range?.line ?? '-'}:${range?.column ?? '-'}`,
  );
}

describe('parseText', () => {
  it('reads the same pipeline whatever the style', () => {
    for (const [style, text] of Object.entries(STYLED_DOCUMENTS)) {
      const { pipeline, diagnostics } = parseText(text);
      expect(diagnostics, style).toEqual([]);
      expect(Object.keys(pipeline!.nodes), style).toEqual(['in', 'paid', 'out']);
      expect(pipeline!.edges, style).toEqual(['in -> paid', 'paid -> out']);
    }
  });

  it('fills in what may be left out', () => {
    expect(parseText(`${HEAD}nodes:\nedges:\n`).pipeline).toEqual({
      apiVersion: 'gantry/v1',
      kind: 'Pipeline',
      name: 'p',
      bus: 'embedded',
      nodes: {},
      edges: [],
    });
  });

  it('names unknown keys at every level, and what was probably meant', () => {
    const { diagnostics } = parseText(
      `${HEAD}node: {}\nerrors: { backofMs: 1 }\nnodes:\n  a: { source: files, confg: {} }\n  t: { topic: x, retention: { days: 1 } }\n`,
    );
    expect(diagnostics.map(({ path, hint }) => `${path}: ${hint}`)).toEqual([
      'node: Did you mean "nodes"?',
      'errors.backofMs: Did you mean "backoffMs"?',
      'nodes.a.confg: Did you mean "config"?',
      'nodes.t.retention.days: There are: age, size.',
    ]);
  });

  it('says which value is of the wrong type, and leaves it out of the pipeline', () => {
    const document = parseText(
      `${HEAD}nodes:\n  a: { source: files, tasks: "two" }\n  b: hello\n  c: { sink: 7 }\nedges: [a -> c, 5]\nlayout:\n  a: [1]\n`,
    );
    expect(document.diagnostics.map(({ code, path, message }) => `${code} ${path} ${message}`)).toEqual([
      'spec.value_type nodes.a.tasks "tasks" must be a number, not a text.',
      'spec.value_type nodes.b "b" must be a map such as { source: files, config: { … } }, not a text.',
      'spec.value_type nodes.c.sink "sink" must be a text, not the number 7.',
      'spec.value_type edges.1 Item 2 of "edges" must be an edge, not the number 5.',
      'spec.value_type layout.a "a" must be two numbers, [x, y], not a list.',
    ]);
    expect(document.pipeline).toMatchObject({ nodes: { a: { source: 'files' } }, edges: ['a -> c', ''], layout: {} });
  });

  it('asks each node to be one thing', () => {
    expect(
      said(
        `${HEAD}nodes:\n  a: {}\n  b: { source: x, sink: y }\n  c: { topic: t, converter: json }\n  d: { converter: json }\n`,
      ),
    ).toEqual(['spec.node_kind nodes.a 5:3', 'spec.node_kind nodes.b 6:3']);
  });

  it('refuses names that cannot be parts of topics and files, and offers one that can', () => {
    const { diagnostics, pipeline } = parseText(
      'apiVersion: gantry/v1\nkind: Pipeline\nname: My Orders\nnodes:\n  Änd: { source: files }\n',
    );
    expect(diagnostics.map(({ code, path, hint }) => `${code} ${path} ${hint}`)).toEqual([
      'spec.name_invalid name "my-orders" would do.',
      'spec.name_invalid nodes.Änd "nd" would do.',
    ]);
    expect(Object.keys(pipeline!.nodes)).toEqual(['Änd']);
  });

  it('asks for version, kind and name', () => {
    expect(said('nodes: {}\n')).toEqual(['spec.key_missing  -:-', 'spec.key_missing  -:-', 'spec.key_missing  -:-']);
    expect(parseText('apiVersion: gantry/v2\nkind: Pipeline\nname: p\n').diagnostics).toMatchObject([
      {
        code: 'spec.api_version',
        message: 'The document is of version gantry/v2, this Gantry reads gantry/v1.',
        hint: 'Use a newer Gantry.',
        range: { line: 1, column: 1 },
      },
    ]);
    expect(said('apiVersion: 1\nkind: Pipelines\nname: p\n')).toEqual([
      'spec.api_version apiVersion 1:1',
      'spec.value_choice kind 2:1',
    ]);
  });

  it('finds keys that stand twice, near and far apart', () => {
    expect(
      said(`${HEAD}nodes:\n  a: { source: files, source: http }\n  b: { sink: files }\n  a: { sink: http }\nname: q\n`),
    ).toEqual(['spec.key_duplicate  5:23', 'spec.key_duplicate name 8:1', 'spec.key_duplicate nodes.a 7:3']);
  });

  it('says where the YAML is broken in words for people', () => {
    const cases: readonly (readonly [string, string, string])[] = [
      ['nodes:\n\ta: 1\n', '2:1', 'A tab is used to indent; YAML takes only spaces.'],
      ['name: a: b\n', '1:7', 'There is a second ": " on this line, so it reads as a map inside a map.'],
      ['name:p\n', '1:1', 'This is not "key: value".'],
      ['name: "p\nkind: Pipeline\n', '1:7', 'This quote is never closed.'],
      ['nodes:\n  a: { source: files\n  b: { sink: files }\n', '2:6', 'This "{" is never closed.'],
      ['edges: [a -> b\nname: p\n', '1:8', 'This "[" is never closed.'],
      ['name: @p\n', '1:7', 'Plain value cannot start with reserved character @.'],
      ['name: p\n---\nname: q\n', '2:1', 'The text holds more than one document ("---").'],
    ];
    for (const [text, place, message] of cases) {
      const [first] = parseText(text).diagnostics;
      expect(`${first?.range?.line}:${first?.range?.column} ${first?.message}`, text).toBe(`${place} ${message}`);
      expect(parseText(text).pipeline).toBeUndefined();
    }
  });

  it('has no pipeline for what is none', () => {
    for (const text of ['', '# only a comment\n', '- a\n- b\n', 'hello', '[]', '42', 'null']) {
      expect(parseText(text).pipeline, text).toBeUndefined();
      expect(parseText(text).diagnostics.length, text).toBeGreaterThan(0);
    }
  });

  it('stays bounded for aliases that multiply, deep nesting and great length', () => {
    const laughs = [
      'a: &a [x, x, x, x, x, x, x, x, x]',
      ...'bcdefghi'
        .split('')
        .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(', ')}]`),
    ].join('\n');
    expect(parseText(laughs).diagnostics.map((diagnostic) => diagnostic.code)).toEqual(['spec.yaml_alias']);
    for (const open of ['[', '{a: ', '- ', 'a:\n ']) {
      expect(parseText(`nodes: ${open.repeat(20_000)}`).pipeline, open).toBeUndefined();
    }
    expect(
      parseText(`${HEAD}nodes: { a: { source: x, config: ${'{ a: '.repeat(150)}1${' }'.repeat(150)} } }\n`)
        .diagnostics[0]?.code,
    ).toBe('spec.too_deep');
    expect(parseText('x'.repeat(9 * 1024 * 1024)).diagnostics[0]?.code).toBe('spec.too_large');
  });

  it('takes keys that mean something in JavaScript as plain keys', () => {
    const { pipeline } = parseText(
      `${HEAD}nodes:\n  constructor: { source: files, config: { __proto__: { x: 1 }, toString: 2 } }\n`,
    );
    expect(Object.keys(pipeline!.nodes)).toEqual(['constructor']);
    expect(Object.keys(pipeline!.nodes['constructor']!.config!)).toEqual(['__proto__', 'toString']);
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });

  it('finds the place of a path, and the path of a place', () => {
    for (const [style, text] of Object.entries(STYLED_DOCUMENTS)) {
      const document = parseText(text);
      const range = document.rangeOf('nodes.paid.transform')!;
      expect(text.slice(range.from, range.to), style).toMatch(/^"?transform"?: "?filter"?$/);
      expect(document.pathAt(range.to - 1), style).toBe('nodes.paid.transform');
      expect(text.slice(document.rangeOf('edges.1')!.from).replaceAll('"', ''), style).toMatch(/^paid -> out/);
      expect(document.rangeOf('nodes.paid.config.nothing.there'), style).toEqual(document.rangeOf('nodes.paid.config'));
    }
  });

  it('keeps what did not change when a text is read again', () => {
    const before = parseText(STYLED_DOCUMENTS['flow']!);
    const after = parseText(before.text.replace('in.csv', 'new.csv'), before);
    expect(after.pipeline!.nodes['paid']).toBe(before.pipeline!.nodes['paid']);
    expect(after.pipeline!.nodes['in']).not.toBe(before.pipeline!.nodes['in']);
    expect(after.pipeline!.connections).toBe(before.pipeline!.connections);
  });
});
