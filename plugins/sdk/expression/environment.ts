import { Environment, ParseError } from '@marcbachmann/cel-js';
import type { ASTNode, ParseResult } from '@marcbachmann/cel-js';
import type { Duration } from '@marcbachmann/cel-js/evaluator';
import { matchesPattern, patternMistake } from './matches.ts';

/** What an expression may name, with its CEL type. `dyn` is anything. */
export const EXPRESSION_VARIABLES = {
  op: 'string',
  key: 'dyn',
  before: 'dyn',
  after: 'dyn',
  source: 'dyn',
  headers: 'dyn',
  route: 'dyn',
  timestamp: 'google.protobuf.Timestamp',
  timestampMs: 'int',
} as const;

const TIMESTAMP = 'google.protobuf.Timestamp';
const DURATION = 'google.protobuf.Duration';

/** The name calls of `matches` are turned into: the library's own backtracks and cannot be replaced under its name. */
const LINEAR_MATCHES = 'matchesInLinearTime';

const environment = createEnvironment();

/** Parses an expression; the result is not type-checked yet. Throws the library's ParseError. */
export function parseExpression(source: string): ParseResult {
  const parsed = environment.parse(source);
  renameMatches(parsed.ast);
  return parsed;
}

function createEnvironment(): Environment {
  const made = new Environment({ homogeneousAggregateLiterals: false, enableOptionalTypes: true });
  for (const [name, type] of Object.entries(EXPRESSION_VARIABLES)) made.registerVariable(name, type);
  mixNumbers(made);
  takeNumbersAsIndexes(made);
  addConversions(made);
  takeNodeBuffers(made);
  made.registerFunction('string.replace(string, string): string', (text: string, from: string, to: string) =>
    text.split(from).join(to),
  );
  made.registerFunction(`string.${LINEAR_MATCHES}(string): bool`, matchesPattern);
  return made;
}

/** A record's numbers are JavaScript numbers, doubles to CEL, while a literal `10` is an int: arithmetic takes both. */
function mixNumbers(made: Environment): void {
  const operators: { readonly [operator: string]: (left: number, right: number) => number } = {
    '+': (left, right) => left + right,
    '-': (left, right) => left - right,
    '*': (left, right) => left * right,
    '/': (left, right) => left / right,
    '%': (left, right) => left % right,
  };
  for (const [operator, apply] of Object.entries(operators)) {
    const mixed = (left: number | bigint, right: number | bigint) => apply(Number(left), Number(right));
    made.registerOperator(`int ${operator} double: double`, mixed);
    made.registerOperator(`double ${operator} int: double`, mixed);
  }
  made.registerOperator('double % double: double', (left: number, right: number) => left % right);
}

function takeNumbersAsIndexes(made: Environment): void {
  const substring = (text: string, start: number | bigint, end?: number | bigint) => {
    const to = end === undefined ? text.length : Number(end);
    if (Number(start) < 0 || to > text.length || to < Number(start))
      throw new RangeError('substring() is out of range');
    return text.substring(Number(start), to);
  };
  made.registerFunction('string.substring(double): string', substring);
  made.registerFunction('string.substring(double, double): string', substring);
  made.registerFunction('string.substring(int, double): string', substring);
  made.registerFunction('string.substring(double, int): string', substring);
}

function addConversions(made: Environment): void {
  made.registerFunction(`string(${TIMESTAMP}): string`, (time: Date) => time.toISOString());
  made.registerFunction(`string(${DURATION}): string`, (duration: Duration) => duration.toString());
  made.registerFunction(`int(${TIMESTAMP}): int`, (time: Date) => BigInt(Math.floor(time.getTime() / 1000)));
  made.registerFunction(`timestamp(${TIMESTAMP}): ${TIMESTAMP}`, (time: Date) => time);
  made.registerFunction(`timestamp(double): ${TIMESTAMP}`, (seconds: number) => {
    const time = new Date(seconds * 1000);
    if (Number.isNaN(time.getTime())) throw new RangeError('timestamp() is out of range');
    return time;
  });
}

/** Database clients hand out Node's Buffer for binary columns, a Uint8Array the library does not recognise as bytes. */
function takeNodeBuffers(made: Environment): void {
  const buffer = (globalThis as { readonly Buffer?: new (...args: never[]) => Uint8Array }).Buffer;
  if (buffer === undefined) return;
  made.registerType('Buffer', buffer as never);
  for (const [left, right] of [
    ['Buffer', 'Buffer'],
    ['Buffer', 'bytes'],
  ]) {
    made.registerOperator(`${left} == ${right}`, sameBytes);
  }
  made.registerFunction('size(Buffer): int', (bytes: Uint8Array) => BigInt(bytes.length));
  made.registerFunction('Buffer.size(): int', (bytes: Uint8Array) => BigInt(bytes.length));
  made.registerFunction('bytes(Buffer): bytes', (bytes: Uint8Array) => new Uint8Array(bytes));
  made.registerFunction('string(Buffer): string', (bytes: Uint8Array) => bytes.toString());
}

function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}

/** Macros keep their own copies of nodes in places the types do not show, so everything reachable is looked at once. */
function renameMatches(root: ASTNode): void {
  const seen = new Set<object>();
  const queue: unknown[] = [root];
  while (queue.length > 0) {
    const next = queue.pop();
    if (typeof next !== 'object' || next === null || seen.has(next)) continue;
    seen.add(next);
    const node = next as { readonly op?: unknown; readonly args?: unknown };
    if (node.op === 'rcall' && Array.isArray(node.args) && node.args[0] === 'matches') {
      node.args[0] = LINEAR_MATCHES;
      checkLiteralPattern((node.args[2] as readonly ASTNode[])[0]);
    }
    queue.push(node.args, ...Object.values(next));
  }
}

function checkLiteralPattern(argument: ASTNode | undefined): void {
  if (argument?.op !== 'value' || typeof argument.args !== 'string') return;
  const mistake = patternMistake(argument.args);
  if (mistake !== undefined) throw new ParseError({ code: 'invalid_pattern', message: mistake, node: argument });
}
