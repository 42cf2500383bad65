import { EvaluationError } from '@marcbachmann/cel-js';
import type { ParseResult } from '@marcbachmann/cel-js';
import type { GantryError } from '../contract/errors.ts';
import type { GantryRecord } from '../contract/record.ts';
import type { Value } from '../contract/values.ts';
import { EXPRESSION_VARIABLES, parseExpression } from './environment.ts';
import { EXPRESSION_ERRORS } from './errors.ts';
import { quickCondition } from './quickCondition.ts';
import { toValue } from './result.ts';
import { RecordScope } from './scope.ts';

/** What a check says; `offset` counts UTF-16 units from 0. @public */
export type ExpressionCheck =
  | {
      readonly ok: true;
      /** CEL's name of the result's type: `bool`, `string`, `dyn` where only the record can tell. */ readonly type: string;
    }
  | { readonly ok: false; readonly message: string; readonly offset: number };

/** A compiled expression. Throws `expression.failed` for a record it cannot be evaluated for. @public */
export type Expression = (record: GantryRecord) => Value;

/** What the library says of a mistake. Its messages may quote values of the record, its codes do not. */
interface CelMistake {
  readonly code: string;
  readonly summary: string;
  readonly range?: { readonly start: number } | undefined;
}

/** Codes whose summaries quote a value, with what is said instead: a masked field must not be read from an error. */
const QUOTING_SUMMARIES: { readonly [code: string]: string } = {
  bool_conversion_error: 'the text is not a boolean',
  double_conversion_error: 'the value is not a number',
  int_conversion_error: 'the value is not an integer',
  uint_conversion_error: 'the value is not an unsigned integer',
  invalid_duration: 'the text is not a duration such as 1h30m',
  invalid_timestamp: 'the value is not a timestamp such as 2026-01-31T08:00:00Z',
  numeric_overflow: 'the result does not fit into 64 bits',
};

/**
 * Whether an expression is valid: its syntax, the names and functions it uses, and types as far as they are known
 * without a record.
 * @public
 */
export function checkExpression(source: string): ExpressionCheck {
  if (source.trim() === '')
    return { ok: false, message: 'expected an expression, such as after.amount > 10', offset: 0 };
  try {
    const { valid, type, error } = parseExpression(source).check();
    return valid ? { ok: true, type: type ?? 'dyn' } : refusal(source, error);
  } catch (error) {
    return refusal(source, error);
  }
}

/**
 * Compiles an expression over the variables op, key, before, after, source, headers, route, timestamp and timestampMs.
 *
 * @throws GantryError `expression.invalid`
 * @example
 * const isPaid = compileExpression("after.status == 'paid'");
 * isPaid(record) === true
 * @public
 */
export function compileExpression(source: string): Expression {
  const check = checkExpression(source);
  if (!check.ok) throw invalidExpression(source, check.message);
  const evaluate: ParseResult = parseExpression(source);
  const quick = quickCondition(evaluate.ast);
  const scope = new RecordScope();
  return (record) => {
    const known = quick?.(record);
    if (known !== undefined) return known;
    scope.record = record;
    try {
      const result: unknown = evaluate(scope);
      return typeof result === 'boolean' || typeof result === 'string' ? result : toValue(result);
    } catch (error) {
      throw evaluationFailure(source, error);
    } finally {
      scope.record = undefined;
    }
  };
}

function invalidExpression(source: string, reason: string): GantryError {
  return EXPRESSION_ERRORS.error('invalid', {
    message: `the expression ${quoted(source)} is not valid: ${reason}`,
    hint: 'Expressions are CEL, e.g. after.status == "paid" && after.amount > 10.',
  });
}

function evaluationFailure(source: string, error: unknown): GantryError {
  const mistake = asMistake(error);
  const reason = mistake ? (QUOTING_SUMMARIES[mistake.code] ?? lowerFirst(mistake.summary)) : plainReason(error);
  return EXPRESSION_ERRORS.error('failed', {
    message: `the expression ${quoted(source)} could not be evaluated: ${reason}`,
    hint: mistake ? failureHint(mistake) : undefined,
  });
}

function failureHint(mistake: CelMistake): string | undefined {
  if (mistake.code === 'no_such_key')
    return 'Guard fields that may be missing: has(after.x) && after.x > 1, or after.?x.orValue(0).';
  if (mistake.code.startsWith('no_') && mistake.summary.includes('null')) {
    return 'Guard fields that may be null: after.x != null && after.x > 1.';
  }
  if (mistake.code.startsWith('no_')) return 'Convert first: string(after.x), double(after.x), int(after.x).';
  return undefined;
}

function refusal(source: string, error: unknown): ExpressionCheck {
  const mistake = asMistake(error);
  if (mistake === undefined) return { ok: false, message: plainReason(error), offset: 0 };
  const offset = Math.min(mistake.range?.start ?? 0, source.length);
  return { ok: false, message: `${refusalReason(mistake)}, ${placeOf(source, offset)}`, offset };
}

function refusalReason(mistake: CelMistake): string {
  const { code, summary } = mistake;
  if (summary === 'Unexpected token: EOF') return 'expected a value where the expression ends';
  if (code === 'unknown_variable') {
    const name = summary.replace('Unknown variable: ', '');
    return `${name} is not known; expected one of ${Object.keys(EXPRESSION_VARIABLES).join(', ')}, or a text in quotes`;
  }
  return lowerFirst(summary);
}

function placeOf(source: string, offset: number): string {
  const before = source.slice(0, offset).split('\n');
  const column = `column ${(before.at(-1)?.length ?? 0) + 1}`;
  return before.length > 1 ? `at line ${before.length}, ${column}` : `at ${column}`;
}

function asMistake(error: unknown): CelMistake | undefined {
  if (!(error instanceof Error) || typeof (error as Partial<CelMistake>).summary !== 'string') return undefined;
  return error as unknown as CelMistake;
}

/** Errors of our own functions and of the pattern parser say what is wrong without quoting a record. */
function plainReason(error: unknown): string {
  if (error instanceof EvaluationError) return error.summary;
  return error instanceof Error ? lowerFirst(error.message) : 'it failed';
}

function quoted(source: string): string {
  return `"${source.length > 200 ? `${source.slice(0, 200)}…` : source}"`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
