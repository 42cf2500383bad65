import { Value } from '@sinclair/typebox/value';
import type { Json, TSchema } from '@gantry/sdk';
import { TASK_ERRORS } from './errors.ts';

/**
 * A configuration whose references were resolved, in the types its schema asks for: what a reference gives is text, and
 * `port: "${env:PORT}"` means a number. Throws `task.config_invalid`, which names the field and never its value.
 */
export function checkConfig(schema: TSchema, config: Json, path: string): Json {
  const converted = Value.Convert(schema, config) as Json;
  const problem = Value.Errors(schema, converted).First();
  if (problem === undefined) return converted;
  const field = `${path}${problem.path.replaceAll('/', '.')}`;
  throw TASK_ERRORS.error('config_invalid', {
    message: `${field} does not fit once its reference is resolved: ${problem.message}`,
    hint: 'Correct the variable, file or secret the reference names.',
    path: field,
  });
}
