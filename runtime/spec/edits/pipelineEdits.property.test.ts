import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sameJson } from '../../foundation/index.ts';
import type { PipelineText } from '../editing.ts';
import { parseText } from '../parseText.ts';
import { STYLED_DOCUMENTS } from '../testing/documents.ts';
import type { Pipeline, PipelineNode } from '../types.ts';
import { pipelineEdits } from './pipelineEdits.ts';

/** A pipeline as plain data, edited beside the text: both must always say the same. */
interface Model {
  nodes: { [id: string]: PipelineNode };
  edges: string[];
  layout: { [id: string]: readonly number[] };
  connections: { [name: string]: unknown };
  description: string | undefined;
}

type Edit = (document: PipelineText, model: Model) => PipelineText;

const id = fc.constantFrom('in', 'paid', 'out', 'n1', 'n2', 'true', '7');
const text = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom(
    '',
    'yes',
    'null',
    '1',
    '- a',
    'a: b',
    '# c',
    '{x}',
    'two\nlines',
    'two\nlines\n',
    ' lead',
    "it's",
    '"q"',
    '*a',
    '&b',
    '!t',
    '@x',
    '%y',
    '`z`',
    'a #b',
    '[',
    ',',
    '\t',
    '\u0007',
    '2026-01-01',
    '0x1f',
    '${env:A}',
    '一二',
    'a\r\nb',
    '  x\n y',
    '\n',
    'x'.repeat(150),
  ),
);
const key = fc.constantFrom('path', 'where', 'a b', 'x.y', '-', '1', 'null', 'a:b', '#k', 'format');
const json: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    text,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0)),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 3 }),
  ),
})).value;
const config = fc.dictionary(key, json, { maxKeys: 4 }) as fc.Arbitrary<{ [key: string]: never }>;

const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc
    .tuple(
      id,
      config,
      fc.option(fc.tuple(fc.integer({ min: -999, max: 999 }), fc.integer({ min: -999, max: 999 })), { nil: undefined }),
    )
    .map(([node, value, at]): Edit => (document, model) => {
      if (node in model.nodes) return document;
      const added = { transform: 'filter', config: value } as PipelineNode;
      model.nodes[node] = added;
      if (at !== undefined) model.layout[node] = at;
      return pipelineEdits.addNode(document, node, added, at);
    }),
  fc.uniqueArray(id, { maxLength: 3 }).map((ids): Edit => (document, model) => {
    for (const node of ids) {
      delete model.nodes[node];
      delete model.layout[node];
    }
    model.edges = model.edges.filter((edge) => !ids.some((gone) => edge.split(' -> ').includes(gone)));
    return pipelineEdits.removeNodes(document, ids);
  }),
  fc.tuple(id, id).map(([from, to]): Edit => (document, model) => {
    if (!(from in model.nodes) || to in model.nodes || to in model.layout) return document;
    const rename = (name: string): string => (name === from ? to : name);
    model.nodes = Object.fromEntries(Object.entries(model.nodes).map(([name, node]) => [rename(name), node]));
    model.layout = Object.fromEntries(Object.entries(model.layout).map(([name, place]) => [rename(name), place]));
    model.edges = model.edges.map((edge) => edge.split(' -> ').map(rename).join(' -> '));
    return pipelineEdits.renameNode(document, from, to);
  }),
  fc.tuple(id, key, fc.option(json, { nil: undefined })).map(([node, name, value]): Edit => (document, model) => {
    if (!(node in model.nodes)) return document;
    setIn(model.nodes[node]!, ['config', name], value);
    return pipelineEdits.setNodeValue(document, node, ['config', name], value);
  }),
  fc.tuple(id, config).map(([node, value]): Edit => (document, model) => {
    const current = model.nodes[node];
    if (current === undefined) return document;
    if (Object.keys(value).length > 0 || current.config !== undefined) (current as { config?: unknown }).config = value;
    return pipelineEdits.setNodeConfig(document, node, value);
  }),
  fc.tuple(id, id).map(([from, to]): Edit => (document, model) => {
    if (!model.edges.includes(`${from} -> ${to}`)) model.edges.push(`${from} -> ${to}`);
    return pipelineEdits.addEdge(document, from, to);
  }),
  fc.array(fc.record({ from: id, to: id }), { maxLength: 4 }).map((edges): Edit => (document, model) => {
    model.edges = model.edges.filter((edge) => !edges.some(({ from, to }) => edge === `${from} -> ${to}`));
    return pipelineEdits.removeEdges(document, edges);
  }),
  fc.dictionary(id, fc.tuple(fc.integer(), fc.integer()), { maxKeys: 3 }).map((places): Edit => (document, model) => {
    Object.assign(model.layout, places);
    return pipelineEdits.moveNodes(document, places);
  }),
  fc
    .tuple(fc.constantFrom('shop', 'dw'), fc.option(config, { nil: undefined }))
    .map(([name, settings]): Edit => (document, model) => {
      const connection = settings === undefined ? undefined : { type: 'mysql', ...settings };
      if (connection === undefined) delete model.connections[name];
      else model.connections[name] = connection;
      return pipelineEdits.setConnection(document, name, connection);
    }),
  fc.option(text, { nil: undefined }).map((value): Edit => (document, model) => {
    model.description = value;
    return pipelineEdits.setValue(document, ['description'], value);
  }),
);

describe('pipelineEdits', () => {
  for (const [style, start] of Object.entries(STYLED_DOCUMENTS)) {
    it(`keeps text and pipeline the same through any sequence of edits (${style})`, () => {
      fc.assert(
        fc.property(fc.array(edit, { minLength: 1, maxLength: 8 }), (edits) => {
          let document = parseText(start);
          const model = modelOf(document.pipeline!);
          for (const apply of edits) {
            document = apply(document, model);
            const fresh = parseText(document.text);
            expect(fresh.pipeline, document.text).toBeDefined();
            expect(
              fresh.diagnostics.map((diagnostic) => diagnostic.code),
              document.text,
            ).not.toContain('spec.key_duplicate');
            const said = modelOf(fresh.pipeline!);
            if (!sameJson(said, model)) expect(said, document.text).toEqual(model);
            expect(document.pipeline).toEqual(fresh.pipeline);
          }
        }),
        { numRuns: 80 },
      );
    });

    // What is written out for an alias stands outside the node.
    if (style === 'anchors') continue;
    it(`leaves every byte outside the edited node as it was (${style})`, () => {
      fc.assert(
        fc.property(
          fc.constantFrom('in', 'paid', 'out'),
          fc.constantFrom('path', 'where', 'format', 'new'),
          fc.option(text, { nil: undefined }),
          (node, name, value) => {
            const before = parseText(start);
            const after = pipelineEdits.setNodeValue(before, node, ['config', name], value);
            const { from, to } = before.rangeOf(`nodes.${node}`)!;
            expect(after.text.slice(0, from)).toBe(start.slice(0, from));
            const rest = start.slice(to);
            // A comment at the end of the node's line may be pushed along with it.
            expect(after.text.endsWith(rest.slice(rest.indexOf('\n') + 1))).toBe(true);
          },
        ),
        { numRuns: 60 },
      );
    });
  }
});

function modelOf(pipeline: Pipeline): Model {
  // Not structuredClone: what an alias shares must not be shared here.
  return JSON.parse(
    JSON.stringify({
      nodes: pipeline.nodes as Model['nodes'],
      edges: [...pipeline.edges],
      layout: pipeline.layout ?? {},
      connections: pipeline.connections ?? {},
      description: pipeline.description,
    }),
  ) as Model;
}

function setIn(target: object, path: readonly string[], value: unknown): void {
  const [first, ...rest] = path as [string, ...string[]];
  const map = target as { [key: string]: unknown };
  if (rest.length === 0) {
    if (value === undefined) delete map[first];
    else map[first] = value;
    return;
  }
  if (typeof map[first] !== 'object' || map[first] === null) {
    if (value === undefined) return;
    map[first] = {};
  }
  setIn(map[first] as object, rest, value);
}
