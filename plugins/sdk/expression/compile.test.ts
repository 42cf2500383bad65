import { describe, expect, it } from 'vitest';
import type { GantryRecord } from '../contract/record.ts';
import { checkExpression, compileExpression } from './index.ts';

const record: GantryRecord = {
  op: 'update',
  key: { id: 7 },
  before: { status: 'open' },
  after: {
    id: 7,
    status: 'paid',
    amount: 10.5,
    big: 9007199254740993n,
    none: null,
    tags: ['a', 'b'],
    bytes: Buffer.from('hi'),
  },
  source: { connector: 'test', table: 'orders' },
  timestampMs: Date.UTC(2026, 0, 31, 8),
  headers: { tenant: 'acme' },
};

function evaluate(source: string, of: GantryRecord = record): unknown {
  return compileExpression(source)(of);
}

describe('compileExpression', () => {
  it.each([
    ["after.status == 'paid' && after.amount > 10", true],
    ['after.id == 7 && after.id > 6 && after.id < 7.5', true],
    ['after.id + 1', 8],
    ['1 + after.id * 2', 15],
    ['after.id % 2 == 1', true],
    ['after.big == 9007199254740993', true],
    ['after.big + 1', 9007199254740994n],
    ['1 + 1', 2],
    ['before.status != after.status', true],
    ['before == after', false],
    ['has(after.gone)', false],
    ['has(before.status)', true],
    ['after.?gone.orValue(0) + 1', 1],
    ['after.none == null', true],
    ["'b' in after.tags", true],
    ['after.tags.map(tag, tag.upperAscii())', ['A', 'B']],
    ["after.tags.exists(tag, tag.matches('^b$'))", true],
    ["after.status.replace('a', 'o')", 'poid'],
    ['after.status.substring(after.id - 6)', 'aid'],
    ["'x' + string(after.id)", 'x7'],
    ["double('2.5')", 2.5],
    ["op + ':' + source.table + ':' + headers.tenant", 'update:orders:acme'],
    ['key.id', 7],
    ['timestamp', '2026-01-31T08:00:00.000Z'],
    ['timestampMs', Date.UTC(2026, 0, 31, 8)],
    ["timestamp + duration('1h')", '2026-01-31T09:00:00.000Z'],
    ['timestamp.getFullYear()', 2026],
    ['size(after.bytes)', 2],
    ["after.bytes == b'hi'", true],
    ["{'a': [1, 'x', {'b': null}]}", { a: [1, 'x', { b: null }] }],
    ['uint(3)', 3],
    ["after.amount > 100 ? 'large' : 'small'", 'small'],
  ])('evaluates %s', (source, expected) => {
    expect(evaluate(source)).toEqual(expected);
  });

  it('names the missing field and how to guard it', () => {
    expect(() => evaluate('after.gone > 1')).toThrow(
      expect.objectContaining({
        code: 'expression.failed',
        message: expect.stringContaining('no such key: gone'),
        hint: expect.stringContaining('has(after.x)'),
      }),
    );
  });

  it('says how to guard a null', () => {
    expect(() => evaluate('after.none > 1')).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('!= null') }),
    );
  });

  it('treats a field of a missing row as absent', () => {
    expect(evaluate('has(after.id)', { ...record, op: 'delete', after: null })).toBe(false);
  });

  it('quotes no value of the record in an error', () => {
    const secret: GantryRecord = { ...record, after: { card: '4111-1111' } };
    for (const source of [
      'bool(after.card)',
      'duration(after.card)',
      'int(after.card)',
      'timestamp(after.card)',
      "'x'.matches(after.card + '(')",
    ]) {
      expect(() => evaluate(source, secret)).toThrow(
        expect.objectContaining({ message: expect.not.stringContaining('4111') }),
      );
    }
  });

  it('matches patterns that would hang a backtracking engine', () => {
    const long: GantryRecord = { ...record, after: { text: `${'a'.repeat(5_000)}!` } };
    expect(evaluate("after.text.matches('^(a|aa)+$')", long)).toBe(false);
    expect(evaluate("[after.text].exists(text, text.matches('^(a+)+$'))", long)).toBe(false);
  });

  it('refuses an invalid expression with its place', () => {
    expect(() => compileExpression('after.x >')).toThrow(
      expect.objectContaining({ code: 'expression.invalid', message: expect.stringContaining('at column 10') }),
    );
  });

  it('reads rows with a column named like something every object has', () => {
    const odd: GantryRecord = { ...record, before: null, after: { constructor: 'x', toString: 'y', id: 1 } };
    expect(evaluate('after.constructor + after.toString + string(after.id)', odd)).toBe('xy1');
    expect(evaluate('has(after.hasOwnProperty) || has(after.gone)', odd)).toBe(false);
    expect(evaluate('after', odd)).toEqual(odd.after);
    expect(() => evaluate('after.valueOf', odd)).toThrow(expect.objectContaining({ code: 'expression.failed' }));
  });

  it('refuses a result no record can hold', () => {
    expect(() => evaluate('type(after.id)')).toThrow(expect.objectContaining({ code: 'expression.failed' }));
  });
});

describe('checkExpression', () => {
  it('tells the type of the result', () => {
    expect(checkExpression('after.a > 1 && has(after.b)')).toEqual({ ok: true, type: 'bool' });
    expect(checkExpression('after.a')).toEqual({ ok: true, type: 'dyn' });
  });

  it.each([
    ['', 0, 'expected an expression'],
    ["after.status == 'paid' &&", 25, 'expected a value where the expression ends, at column 26'],
    ['status == "paid"', 0, 'status is not known; expected one of op, key'],
    ['after.name.shout()', 0, 'shout'],
    ["'a' + 1", 0, 'no such overload'],
    ["after.name.matches('(')", 19, 'the pattern is not valid'],
    ['after.a >\n  > 3', 12, 'at line 2, column 3'],
  ])('refuses %j at its place', (source, offset, message) => {
    const check = checkExpression(source);
    expect(check).toMatchObject({ ok: false, offset });
    expect(check.ok ? '' : check.message).toContain(message);
  });
});
