import { describe, expect, it } from 'vitest';
import { canonicalJson, sameJson } from './json.ts';

describe('sameJson', () => {
  it('compares what is said, not how', () => {
    expect(sameJson({ a: [1, { b: null }], c: 'x' }, { c: 'x', a: [1, { b: null }] })).toBe(true);
    expect(sameJson({ a: undefined }, {})).toBe(true);
    expect(sameJson([1, 2], [2, 1])).toBe(false);
    expect(sameJson({ a: null }, {})).toBe(false);
    expect(sameJson([], {})).toBe(false);
    expect(sameJson({ toString: 1 }, { a: 1 })).toBe(false);
  });
});

describe('canonicalJson', () => {
  it('gives equal text for equal values', () => {
    expect(canonicalJson({ b: [1, { d: 1, c: undefined }], a: 'x' })).toBe('{"a":"x","b":[1,{"d":1}]}');
    expect(JSON.parse(canonicalJson({ 'ключ "1"': '\n' }))).toEqual({ 'ключ "1"': '\n' });
  });
});
