import type { ErrorObject } from 'ajv';
import { fieldAnnotation } from '@gantry/sdk';
import { closestName, isObject, nameHint } from '../../foundation/index.ts';
import type { CompileErrorName } from '../errors.ts';
import { isReference } from '../references.ts';
import { MAX_LISTED, schemaChoices, schemaWords } from './words.ts';

/** What is wrong with one option, in words. */
export interface OptionProblem {
  readonly name: Extract<CompileErrorName, 'option_unknown' | 'option_missing' | 'option_invalid'>;
  readonly message: string;
  readonly hint?: string;
  /** Below the configuration. */
  readonly path: readonly string[];
}

/** Keywords that speak of a text's contents, which a reference does not have yet. */
const ABOUT_CONTENTS = new Set(['pattern', 'format', 'enum', 'const', 'minLength', 'maxLength', 'anyOf', 'oneOf']);

/** Turns what the validator found into sentences: one for each value that is wrong, not one for each branch of a union that did not fit. */
export function explainErrors(errors: readonly ErrorObject[]): readonly OptionProblem[] {
  const unions = errors.filter((error) => error.keyword === 'anyOf' || error.keyword === 'oneOf');
  const problems: OptionProblem[] = [];
  const seen = new Set<string>();
  for (const error of errors) {
    const owner = unions.find((union) => union !== error && isBranchError(error, union));
    if (owner !== undefined && !isDeepest(error, owner)) continue;
    if (isReference(error.data) && ABOUT_CONTENTS.has(error.keyword)) continue;
    if (unions.includes(error) && errors.some((other) => isBranchError(other, error) && isDeepest(other, error)))
      continue;
    const problem = explain(error);
    const key = `${problem.path.join('/')} ${problem.message}`;
    if (!seen.has(key)) problems.push(problem);
    seen.add(key);
  }
  return problems;
}

function isBranchError(error: ErrorObject, union: ErrorObject): boolean {
  return error !== union && error.schemaPath.startsWith(`${union.schemaPath}/`);
}

/** An error further down than the union itself: the branch was the right one, and something within it is wrong. */
function isDeepest(error: ErrorObject, union: ErrorObject): boolean {
  return (
    error.instancePath.length > union.instancePath.length ||
    error.keyword === 'additionalProperties' ||
    error.keyword === 'required'
  );
}

function explain(error: ErrorObject): OptionProblem {
  const path = pathOf(error.instancePath);
  const params = error.params as { readonly [name: string]: unknown };
  if (error.keyword === 'additionalProperties' || error.keyword === 'unevaluatedProperties') {
    const key = String(params['additionalProperty'] ?? params['unevaluatedProperty']);
    return unknownOption(
      [...path, key],
      isObject(error.parentSchema?.['properties']) ? Object.keys(error.parentSchema['properties']) : [],
    );
  }
  if (error.keyword === 'required')
    return missingOption([...path, String(params['missingProperty'])], error.parentSchema);
  return {
    name: 'option_invalid',
    path,
    message: `${optionName(path)} ${requirement(error, params)}.`,
    ...invalidHint(error),
  };
}

/** A key the schema does not have. */
export function unknownOption(path: readonly string[], known: readonly string[]): OptionProblem {
  return {
    name: 'option_unknown',
    path,
    message: `There is no option ${optionName(path)}.`,
    hint: nameHint(path.at(-1)!, known),
  };
}

function missingOption(path: readonly string[], schema: unknown): OptionProblem {
  const properties = isObject(schema) && isObject(schema['properties']) ? schema['properties'] : {};
  const words = schemaWords(properties[path.at(-1)!]);
  return {
    name: 'option_missing',
    path,
    message: `The option ${optionName(path)} is missing.`,
    hint: words === undefined ? `Set "${path.at(-1)}".` : `Set "${path.at(-1)}" to ${words}.`,
  };
}

function requirement(error: ErrorObject, params: { readonly [name: string]: unknown }): string {
  const { keyword, data } = error;
  const limit = String(params['limit']);
  switch (keyword) {
    case 'minimum':
      return `must be at least ${limit}, not ${String(data)}`;
    case 'maximum':
      return `must be at most ${limit}, not ${String(data)}`;
    case 'exclusiveMinimum':
      return `must be more than ${limit}, not ${String(data)}`;
    case 'exclusiveMaximum':
      return `must be less than ${limit}, not ${String(data)}`;
    case 'multipleOf':
      return `must be a multiple of ${String(params['multipleOf'])}`;
    case 'minLength':
      return limit === '1' ? 'must not be empty' : `must have at least ${limit} characters`;
    case 'maxLength':
      return `must have at most ${limit} characters`;
    case 'minItems':
      return limit === '1' ? 'must not be an empty list' : `must have at least ${limit} items`;
    case 'maxItems':
      return `must have at most ${limit} items`;
    case 'uniqueItems':
      return 'must not hold the same item twice';
    case 'minProperties':
      return limit === '1' ? 'must not be an empty map' : `must have at least ${limit} keys`;
    case 'pattern':
      return `must match ${String(params['pattern'])}`;
    case 'format':
      return `is not a valid ${String(params['format'])}`;
    default:
      return `must be ${schemaWords(error.parentSchema) ?? 'something else'}, not ${given(error)}`;
  }
}

function invalidHint(error: ErrorObject): { readonly hint?: string } {
  const { data } = error;
  const choices = schemaChoices(error.parentSchema);
  if (choices !== undefined && typeof data === 'string') return choiceHint(data, choices);
  if (isReference(data)) return { hint: 'A reference stands for a text; write the value itself.' };
  const type = (error.params as { readonly type?: unknown }).type;
  if (type === 'string' && (typeof data === 'number' || typeof data === 'boolean'))
    return { hint: `Put it in quotes: "${String(data)}".` };
  if (
    (type === 'number' || type === 'integer') &&
    typeof data === 'string' &&
    data.trim() !== '' &&
    Number.isFinite(Number(data))
  )
    return { hint: 'Remove the quotes.' };
  if (type === 'array' && typeof data === 'string') return { hint: 'Put it in brackets: [ … ].' };
  return {};
}

/** A short list of choices stands in the message already. */
function choiceHint(data: string, choices: readonly string[]): { readonly hint?: string } {
  const closest = closestName(data, choices);
  if (closest !== undefined) return { hint: `Did you mean "${closest}"?` };
  return choices.length > MAX_LISTED ? { hint: `One of: ${choices.join(', ')}.` } : {};
}

/** The value in words; its text only where it should have been one of a few words, which no secret is. */
function given(error: ErrorObject): string {
  const { data } = error;
  const shows = schemaChoices(error.parentSchema) !== undefined && fieldAnnotation(error.parentSchema).secret !== true;
  if (shows && typeof data === 'string' && data.length <= 40) return `"${data}"`;
  if (data === null) return 'empty';
  if (Array.isArray(data)) return 'a list';
  if (typeof data === 'number' || typeof data === 'boolean') return String(data);
  return typeof data === 'string' ? 'a text' : 'a map';
}

function optionName(path: readonly string[]): string {
  if (path.length === 0) return 'The configuration';
  return `"${path.map((key, index) => (/^\d+$/.test(key) ? `[${key}]` : index === 0 ? key : `.${key}`)).join('')}"`;
}

function pathOf(pointer: string): readonly string[] {
  return pointer === ''
    ? []
    : pointer
        .slice(1)
        .split('/')
        .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}
