import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GantryRecord } from '../contract/record.ts';
import { parseExpression } from './environment.ts';
import { quickCondition } from './quickCondition.ts';
import { RecordScope } from './scope.ts';

const field = fc.constantFrom('after.a', 'after.b', 'before.a', 'after.toString', 'after.gone');
const literal = fc.constantFrom(
  "'x'",
  "''",
  '1',
  '1.0',
  '-1',
  '-1.5',
  '0',
  '9007199254740993',
  'true',
  'false',
  'null',
  '1u',
);
const operand = fc.oneof(field, literal, fc.constant('op'));
const comparison = fc
  .tuple(operand, fc.constantFrom('==', '!=', '<', '<=', '>', '>='), operand)
  .map((parts) => parts.join(' '));
const { condition } = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3 },
    comparison,
    fc
      .tuple(tie('condition'), fc.constantFrom('&&', '||'), tie('condition'))
      .map(([a, by, b]) => `(${a}) ${by} (${b})`),
    tie('condition').map((inner) => `!(${inner})`),
  ),
}));

const value = fc.constantFrom(
  null,
  true,
  false,
  'x',
  '',
  'create',
  0,
  -0,
  1,
  -1.5,
  Number.NaN,
  Infinity,
  1n,
  9007199254740993n,
  [1],
);
const row = fc.option(fc.record({ a: value, b: value }, { requiredKeys: [], noNullPrototype: true }));

describe('quickCondition', () => {
  it('says what the library says, or nothing', () => {
    let known = 0;
    fc.assert(
      fc.property(condition, row, row, (source, before, after) => {
        const parsed = parseExpression(source);
        if (!parsed.check().valid) return;
        const record: GantryRecord = {
          op: 'create',
          key: null,
          before,
          after,
          source: { connector: 't' },
          timestampMs: 0,
        };
        const quick = quickCondition(parsed.ast)?.(record);
        if (quick === undefined) return;
        known += 1;
        const scope = new RecordScope();
        scope.record = record;
        expect(quick).toBe(parseExpression(source)(scope));
      }),
      { numRuns: 5_000 },
    );
    // About one in sixteen is known: enough of them for the comparison to mean something.
    expect(known).toBeGreaterThan(100);
  });

  it('knows the conditions of most filters', () => {
    const record: GantryRecord = {
      op: 'update',
      key: null,
      before: { status: 'open' },
      after: { status: 'paid', amount: 120 },
      source: { connector: 't' },
      timestampMs: 0,
    };
    const quick = (source: string): unknown => quickCondition(parseExpression(source).ast)?.(record);
    expect(quick("after.status == 'paid' && after.amount > 100")).toBe(true);
    expect(quick("op != 'delete' && before.status != after.status")).toBe(true);
    expect(quick('!(after.amount >= -1.5) || after.amount < 5')).toBe(false);
  });

  it('leaves all else to the library', () => {
    for (const source of ['after.a', 'has(after.a)', 'after.a + 1 == 2', 'after.a == null', "key == 'x'"])
      expect(quickCondition(parseExpression(source).ast)).toBeUndefined();
  });
});
