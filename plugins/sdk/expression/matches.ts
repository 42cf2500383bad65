import { RE2JS } from '@bufbuild/re2';

/** Compiled patterns kept; a pattern made from a record's field would otherwise fill the memory (P8). */
const MAX_PATTERNS = 256;

const patterns = new Map<string, RE2JS>();

/**
 * CEL's `matches`: whether the pattern (RE2 syntax) is found anywhere in the text. Linear in the text's length whatever the
 * pattern, so that no expression can hang a task.
 */
export function matchesPattern(text: string, pattern: string): boolean {
  return compiledPattern(pattern).test(text);
}

function compiledPattern(pattern: string): RE2JS {
  const known = patterns.get(pattern);
  if (known !== undefined) return known;
  const mistake = patternMistake(pattern);
  if (mistake !== undefined) throw new SyntaxError('the pattern given to matches() is not valid');
  const compiled = RE2JS.compile(pattern);
  if (patterns.size >= MAX_PATTERNS) patterns.clear();
  patterns.set(pattern, compiled);
  return compiled;
}

/** What is wrong with a pattern, undefined where nothing is. Quotes the pattern, so it is for those written in an expression. */
export function patternMistake(pattern: string): string | undefined {
  try {
    RE2JS.compile(pattern);
    return undefined;
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace('error parsing regexp: ', '') : String(error);
    return `the pattern is not valid: ${reason}`;
  }
}
