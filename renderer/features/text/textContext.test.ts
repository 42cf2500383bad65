import { describe, expect, it } from 'vitest';
import { textContextAt } from './textContext.ts';

/** The context where `|` stands. */
function at(text: string) {
  return textContextAt(text.replace('|', ''), text.indexOf('|'));
}

describe('textContextAt', () => {
  it('knows the keys above, whatever else stands between', () => {
    expect(at('nodes:\n  a:\n    source: files\n\n    # note\n    config:\n      pa|')).toEqual({
      parents: ['nodes', 'a', 'config'],
      key: undefined,
      typed: 'pa',
      from: expect.any(Number) as number,
      isItem: false,
    });
  });

  it('tells a value from a key', () => {
    expect(at('nodes:\n  a:\n    source: fi|')).toMatchObject({ parents: ['nodes', 'a'], key: 'source', typed: 'fi' });
    expect(at('nodes:\n  a:\n    source: |')).toMatchObject({ key: 'source', typed: '' });
  });

  it('reads one-line maps', () => {
    expect(at('nodes:\n  a: { source: fi|')).toMatchObject({ parents: ['nodes', 'a'], key: 'source', typed: 'fi' });
    expect(at('nodes:\n  a: { source: files, con|')).toMatchObject({
      parents: ['nodes', 'a'],
      key: undefined,
      typed: 'con',
    });
    expect(at('nodes:\n  a: { source: files, config: { path: x, fo|')).toMatchObject({
      parents: ['nodes', 'a', 'config'],
      key: undefined,
      typed: 'fo',
    });
  });

  it('knows items of a list, and is silent in comments', () => {
    expect(at('edges:\n  - a|')).toMatchObject({ parents: ['edges'], isItem: true, typed: 'a' });
    expect(at('nodes: # so|')).toBeUndefined();
  });
});
