import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseText } from '../spec/index.ts';
import { createCompiler } from './compile.ts';
import { connectionRefusal } from './connectionRefusal.ts';
import { diffSpecs } from './diffSpecs.ts';
import { stepsOf } from './planning/planTopics.ts';
import { TEST_CATALOG } from './testing/catalog.ts';
import { documentOf } from './testing/document.ts';

const compiler = createCompiler(TEST_CATALOG);
const ids = ['a', 'b', 'c', 'd', 'e', 'f'] as const;
const shapes = [
  '{ source: files, config: { path: $.csv } }',
  '{ source: files, tasks: 2, config: { path: $.csv } }',
  '{ transform: filter, config: { where: "true" } }',
  '{ transform: route, config: { topic: [x] } }',
  '{ converter: json }',
  '{ converter: string }',
  '{ topic: $ }',
  '{ topic: $, queues: 2, converter: string }',
  '{ sink: files, config: { path: $.out } }',
  '{ sink: inspect, tasks: 3 }',
];
const graph = fc
  .record({
    nodes: fc.array(fc.constantFrom(...shapes), { minLength: 1, maxLength: ids.length }),
    edges: fc.uniqueArray(fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...ids)), {
      maxLength: 9,
      selector: ([from, to]) => `${from}>${to}`,
    }),
  })
  .map(({ nodes, edges }) => ({
    ids: ids.slice(0, nodes.length) as readonly string[],
    nodes: nodes.map((shape, index) => `${ids[index]}: ${shape.replaceAll('$', ids[index]!)}`),
    edges: edges
      .filter(([from, to]) => ids.indexOf(from) < nodes.length && ids.indexOf(to) < nodes.length)
      .map(([from, to]) => `${from} -> ${to}`),
  }));

const SAMPLE = documentOf(
  [
    'in: { source: mysql, connection: shop, config: { tables: ["shop.orders"] } }',
    'f: { transform: filter, config: { where: "after.a == 1" } }',
    't: { topic: t, retention: { age: 7d } }',
    'out: { sink: http, tasks: 2, config: { url: "http://h/", token: "${secret:dw}" } }',
  ],
  ['in -> f', 'f -> t', 't -> out'],
  'errors: { policy: dead-letter }',
  'connections: { shop: { type: mysql, host: h, user: u, password: "${env:P}" } }',
);

describe('compile', () => {
  it('never throws, whatever becomes of the text', () => {
    const pieces = [
      '',
      '{',
      '}',
      '[1]',
      ': ',
      '\n',
      '  ',
      '- ',
      '~',
      '"',
      '${',
      '${secret:}',
      'in',
      '9e99',
      '.nan',
      '__proto__: 1\n',
      'constructor',
      '-> ',
      '*a',
      '&a ',
      '1',
      'true',
      '\t',
    ];
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(SAMPLE.length), fc.nat(12), fc.constantFrom(...pieces)), {
          minLength: 1,
          maxLength: 6,
        }),
        (cuts) => {
          let text = SAMPLE;
          for (const [at, length, piece] of cuts) text = text.slice(0, at) + piece + text.slice(at + length);
          const { spec, diagnostics } = compiler.compile(text);
          expect(spec === undefined).toBe(diagnostics.some(({ severity }) => severity === 'error'));
          for (const { message, range } of diagnostics) {
            expect(message).not.toMatch(/undefined|\[object/);
            if (range !== undefined) expect(range.to).toBeLessThanOrEqual(text.length);
          }
          connectionRefusal(parseText(text), TEST_CATALOG, 'in', 't');
        },
      ),
      { numRuns: 500 },
    );
  });

  it('plans any sound graph so that every topic written is there, and every record drawn to a sink reaches it', () => {
    let sound = 0;
    fc.assert(
      fc.property(graph, ({ nodes, edges }) => {
        const { spec } = compiler.compile(documentOf(nodes, edges));
        if (spec === undefined) return;
        sound += 1;
        const topics = new Set(spec.topics.map(({ name }) => name));
        const read = new Set(
          spec.connectors.flatMap((plan) => (plan.kind === 'source' ? [] : plan.inputs.map((input) => input.topic))),
        );
        const written = new Set(
          spec.connectors
            .flatMap(stepsOf)
            .flatMap((step) => (step.kind === 'produce' ? [step.topic, ...step.routedTopics] : [])),
        );
        for (const name of [...read, ...written]) expect(topics).toContain(name);
        for (const { name, implied } of spec.topics)
          if (implied) expect([read.has(name), written.has(name)]).toEqual([true, true]);
        for (const plan of spec.connectors) {
          if (plan.kind !== 'source') for (const input of plan.inputs) expect(input.steps.length).toBeGreaterThan(0);
        }
        expect(diffSpecs(spec, spec).changes).toEqual([]);
      }),
      { numRuns: 500 },
    );
    expect(sound).toBeGreaterThan(20);
  });

  it('gives the same spec in whatever order nodes and edges stand', () => {
    fc.assert(
      fc.property(graph, ({ nodes, edges }) => {
        const { spec } = compiler.compile(documentOf(nodes, edges));
        if (
          spec === undefined ||
          spec.topics.filter(({ implied }) => implied).some(({ name }) => name.split('.').length > 3)
        )
          return;
        expect(compiler.compile(documentOf(nodes.toReversed(), edges)).spec?.hash).toBe(spec.hash);
      }),
      { numRuns: 300 },
    );
  });

  it('finds no cycle and no malformed edge in what connectionRefusal allowed', () => {
    fc.assert(
      fc.property(graph, ({ ids: known, nodes, edges }) => {
        const drawn: string[] = [];
        for (const edge of edges) {
          const [from, to] = edge.split(' -> ') as [string, string];
          if (
            known.includes(from) &&
            connectionRefusal(parseText(documentOf(nodes, drawn)), TEST_CATALOG, from, to) === undefined
          )
            drawn.push(edge);
        }
        const codes = compiler.compile(documentOf(nodes, drawn)).diagnostics.map(({ code }) => code);
        expect(codes.filter((code) => /\.(edge_|cycle|converter_chain)/.test(code))).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });
});
