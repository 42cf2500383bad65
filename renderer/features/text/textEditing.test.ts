import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseText } from '../../../runtime/spec/index.ts';
import { lineDiff } from './lineDiff.ts';
import { selectionAt } from './selectionAt.ts';
import { textChange } from './textChange.ts';

const words = fc.array(fc.constantFrom('a', 'b', '\n', 'nodes'), { maxLength: 12 }).map((parts) => parts.join(''));

describe('textChange', () => {
  it('turns any text into any other', () => {
    fc.assert(
      fc.property(words, words, (before, after) => {
        const change = textChange(before, after);
        const made =
          change === undefined ? before : before.slice(0, change.from) + change.insert + before.slice(change.to);
        expect(made).toBe(after);
      }),
    );
  });

  it('touches only what differs', () => {
    expect(textChange('rate: 80\n', 'rate: 40\n')).toEqual({ from: 6, to: 7, insert: '4' });
  });
});

describe('lineDiff', () => {
  it('holds both texts, whatever they are', () => {
    fc.assert(
      fc.property(words, words, (before, after) => {
        const lines = lineDiff(before, after);
        const without = (kind: string): string =>
          lines
            .filter((line) => line.kind !== kind)
            .map(({ text }) => text)
            .join('\n');
        expect([without('added'), without('removed')]).toEqual([before, after]);
      }),
    );
  });

  it('keeps what is common', () => {
    expect(lineDiff('a\nb\nc', 'a\nx\nc').map(({ kind }) => kind)).toEqual(['same', 'removed', 'added', 'same']);
  });
});

describe('selectionAt', () => {
  const text =
    'apiVersion: gantry/v1\nkind: Pipeline\nname: p\nbus: embedded\nnodes:\n  a:\n    source: files\n  b: { sink: out }\nedges:\n  - a -> b\n';
  const document = parseText(text);
  const at = (needle: string) => selectionAt(document, text.indexOf(needle) + 1);

  it('finds the node or the edge the cursor stands in', () => {
    expect([at('files'), at('{ sink'), at('a -> b'), at('name')]).toEqual([
      { nodes: ['a'], edges: [] },
      { nodes: ['b'], edges: [] },
      { nodes: [], edges: ['a->b'] },
      { nodes: [], edges: [] },
    ]);
  });
});
