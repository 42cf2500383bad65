import { describe, expect, it } from 'vitest';
import { dedupe } from './dedupe.ts';
import { applyTo, contextOf, row } from './support/runTransform.ts';

const base = { by: 'key' as const, fields: [], withinSeconds: 60, maxRemembered: 100 };
const keyed = (key: string | number, after = {}) => row(after, { key });

describe('dedupe', () => {
  it('passes each key once within the window and again after it', () => {
    let nowMs = 0;
    const transform = dedupe.createTransform(contextOf(base, () => nowMs));
    expect(applyTo(transform, [keyed('a'), keyed('b'), keyed('a')]).emitted).toHaveLength(2);
    nowMs = 59_999;
    expect(applyTo(transform, [keyed('a')]).emitted).toHaveLength(0);
    nowMs = 60_000;
    expect(applyTo(transform, [keyed('a')]).emitted).toHaveLength(1);
  });

  it('remembers no more records than told, forgetting the oldest first', () => {
    const transform = dedupe.createTransform(contextOf({ ...base, maxRemembered: 2 }));
    applyTo(transform, [keyed(1), keyed(2), keyed(3)]);
    expect(applyTo(transform, [keyed(3), keyed(2)]).emitted).toHaveLength(0);
    expect(applyTo(transform, [keyed(1)]).emitted).toHaveLength(1);
  });

  it('compares fields, the whole row or an expression', () => {
    const records = [row({ a: 1, b: 1 }), row({ a: 1, b: 2 }), row({ a: 2, b: 2 }), row({ a: 1, b: 1 })];
    const passed = (config: object) =>
      applyTo(dedupe.createTransform(contextOf({ ...base, ...config })), records).emitted.length;
    expect(passed({ by: 'fields', fields: ['a'] })).toBe(2);
    expect(passed({ by: 'fields' })).toBe(3);
    expect(passed({ by: 'expression', expression: 'after.b' })).toBe(2);
  });

  it('tells the number 1 from the text 1, and passes records without a key', () => {
    const transform = dedupe.createTransform(contextOf(base));
    expect(applyTo(transform, [keyed(1), keyed('1'), row({}), row({})]).emitted).toHaveLength(4);
  });
});
