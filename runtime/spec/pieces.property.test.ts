import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readTree } from './textTree.ts';
import { readPart } from './readPart.ts';
import { parseText } from './parseText.ts';

const FRAGMENTS = [
  'nodes:',
  'edges:',
  'layout:',
  'connections:',
  'name: p',
  'description: |',
  '  text',
  '    more',
  '# note',
  '  # note',
  '    # note',
  '',
  '  a:',
  '  b: { source: x }',
  '  c: {',
  '    source: y,',
  '  }',
  '  "d e": [1, 2]',
  '  - a -> b',
  '- a -> b',
  '  - "x"',
  '    config: { a: 1 }',
  '    source: files',
  '    where: "a',
  '      b"',
  'kind: Pipeline',
  '  e: |',
  '      block',
  '  f: *x',
  '  g: &x 1',
  "  h: 'it''s'",
  '  a: 2',
  'nodes: {}',
  'edges: []',
  '  k:   ',
  'layout: # places',
  '---',
  '\t- a',
  '? q',
  '  i: >-',
  '    j: ]',
];

describe('reading a text piece by piece', () => {
  it('says the same as reading it whole', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 14 }),
        fc.constantFrom('\n', '\r\n'),
        (lines, eol) => {
          const text = lines.join(eol) + eol;
          const tree = readTree(text, undefined);
          const parts = tree.sections.flatMap((section) => section.parts ?? [section]);
          if (
            tree.whole !== undefined ||
            tree.stray.length > 0 ||
            parts.some((part) => part.read.broken || part.read.problems.length > 0)
          )
            return;
          const entries = tree.sections.map((section) => {
            if (section.parts === undefined) return section.read.value as object;
            const values = section.parts.map((part) => part.read.value);
            return { [section.key]: section.list ? values.flat() : Object.assign({}, ...(values as object[])) };
          });
          const keys = tree.sections.map((section) => section.key);
          const hasDuplicates =
            new Set(keys).size < keys.length ||
            tree.sections.some(
              (section) =>
                section.parts !== undefined &&
                !section.list &&
                new Set(section.parts.map((part) => part.key)).size < section.parts.length,
            );
          if (hasDuplicates || tree.sections.length === 0) return;
          expect(Object.assign({}, ...entries)).toEqual(parse(text));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('reads the plainest pieces as the YAML reader would', () => {
    const id = fc.oneof(
      fc.constantFrom('null', 'true', 'no', '-', '- a', '0x1f', '1e3', 'a b', '~', 'n-1_x', '7'),
      fc.string({ unit: fc.constantFrom('a', 'z', '0', '9', '_', '-'), minLength: 1, maxLength: 4 }),
    );
    const number = fc.oneof(fc.integer(), fc.constantFrom('-0', '010', '1e3', '0x1', '1_0', '.5'));
    const piece = fc.oneof(
      fc.tuple(id, id).map(([from, to]) => `  - ${from} -> ${to}\n`),
      fc.tuple(id, number, number).map(([key, x, y]) => `  ${key}: [${x}, ${y}]\r\n`),
    );
    fc.assert(
      fc.property(piece, (text) => {
        const read = readPart(text);
        if (!read.broken) expect(read.value).toEqual(parse(text));
      }),
      { numRuns: 1000 },
    );
  });

  it('gives the same whether it knew the text before or not', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 12 }),
        fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 12 }),
        (before, now) => {
          const text = now.join('\n');
          const fresh = parseText(text);
          const again = parseText(text, parseText(before.join('\n')));
          expect(again.pipeline).toEqual(fresh.pipeline);
          expect(again.diagnostics).toEqual(fresh.diagnostics);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom(
            ...'ab:-{}[]&*!|>#"\'\n\n   ,\t\\%@`?'.split(''),
            'nodes:\n',
            '  x: ',
            'edges:\n',
            '${',
            '\uFEFF',
            '\r\n',
          ),
          maxLength: 80,
        }),
        (text) => {
          const document = parseText(text);
          for (const { range } of document.diagnostics) {
            if (range !== undefined) expect(range.from).toBeLessThanOrEqual(range.to);
          }
          document.pathAt(3);
          document.rangeOf('nodes.x');
        },
      ),
      { numRuns: 1000 },
    );
  });
});
