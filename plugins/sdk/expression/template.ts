import type { GantryRecord } from '../contract/record.ts';
import { compileExpression } from './compile.ts';
import { EXPRESSION_ERRORS } from './errors.ts';

/** A text with expressions in braces, filled in for each record: `orders_{after.country}`. @public */
export type Template = (record: GantryRecord) => string;

/**
 * Compiles a template; `{{` and `}}` stand for braces. `escape` makes a value fit its surroundings, e.g. a URL. The template
 * throws `expression.empty_value` for a record whose value is null, empty, a list or an object.
 *
 * @throws GantryError `expression.bad_template` or `expression.invalid`
 * @public
 */
export function compileTemplate(text: string, escape: (value: string) => string = (value) => value): Template {
  const parts = templateParts(text, escape);
  if (parts.every((part) => typeof part === 'string')) return () => parts.join('');
  return (record) => parts.map((part) => (typeof part === 'string' ? part : part(record))).join('');
}

function templateParts(text: string, escape: (value: string) => string): (string | Template)[] {
  const parts: (string | Template)[] = [];
  let literal = '';
  let at = 0;
  while (at < text.length) {
    const character = text[at] as string;
    if ((character === '{' || character === '}') && text[at + 1] === character) {
      literal += character;
      at += 2;
    } else if (character === '{') {
      const end = text.indexOf('}', at);
      if (end < 0) throw badTemplate(text, 'a brace is not closed');
      parts.push(literal, placeholder(text, text.slice(at + 1, end), escape));
      literal = '';
      at = end + 1;
    } else {
      literal += character;
      at += 1;
    }
  }
  parts.push(literal);
  return parts.filter((part) => part !== '');
}

function placeholder(template: string, source: string, escape: (value: string) => string): Template {
  const evaluate = compileExpression(source);
  return (record) => {
    const value = evaluate(record);
    if (value === null || typeof value === 'object' || value === '') {
      throw EXPRESSION_ERRORS.error('empty_value', {
        message: `{${source}} in "${template}" gave ${value === null ? 'null' : value === '' ? 'an empty text' : 'a list or object'}`,
        hint: 'Filter such records before, or give them a default: {after.?country.orValue("none")}.',
      });
    }
    return escape(String(value));
  };
}

function badTemplate(text: string, reason: string): Error {
  return EXPRESSION_ERRORS.error('bad_template', {
    message: `the template "${text}" is not valid: ${reason}`,
    hint: 'Expressions stand in braces: orders_{after.country}. Write {{ for a brace.',
  });
}
