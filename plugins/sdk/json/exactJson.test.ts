import { describe, expect, it } from 'vitest';
import { readJson, taggedBytes, writeJson } from './index.ts';

describe('writeJson', () => {
  it('writes what JSON can say as JSON.stringify does', () => {
    const value = { a: 1, b: [null, true, 'x"y'], c: { d: 1.5 } };
    expect(writeJson(value)).toBe(JSON.stringify(value));
  });

  it('writes integers of any size, bytes and what is no number', () => {
    expect(writeJson({ n: 2n ** 64n, b: Buffer.from([1, 2]), x: [Infinity, NaN] })).toBe(
      '{"n":18446744073709551616,"b":"AQI=","x":["Infinity","NaN"]}',
    );
  });

  it('tags bytes so that they come back as bytes', () => {
    const value = { a: [new Uint8Array([9]), { b: new Uint8Array() }] };
    expect(taggedBytes(readJson(writeJson(value, 'tagged')))).toEqual(value);
  });
});

describe('readJson', () => {
  it('reads integers a number cannot hold as bigint, all else as JSON.parse does', () => {
    expect(
      readJson('{"a":9007199254740993,"b":-9007199254740993,"c":9007199254740991,"d":1e400,"e":"9007199254740993"}'),
    ).toEqual({
      a: 9_007_199_254_740_993n,
      b: -9_007_199_254_740_993n,
      c: 9_007_199_254_740_991,
      d: Infinity,
      e: '9007199254740993',
    });
  });
});
