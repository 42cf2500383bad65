import { isObject } from '../../foundation/index.ts';
import type { Rule } from '../ruleContext.ts';
import { explainErrors, unknownOption } from '../schema/explain.ts';
import type { OptionProblem } from '../schema/explain.ts';

/** Options against the component's schema: unknown, missing, of a wrong type or out of range. */
export const options: Rule = ({ uses, report }) => {
  for (const { descriptor, checked, written, configPath, title } of uses) {
    if (descriptor === undefined || checked === undefined) continue;
    const problems = [...explainErrors(checked.errors), ...undeclared(descriptor.configSchema, written)];
    for (const { name, message, hint, path } of problems) {
      report.say(name, { message: `In ${title}: ${message}`, hint, path: [configPath, ...path].join('.') });
    }
  }
};

/** A schema that does not say whether it is open is taken as closed: a misspelt option must not be ignored. */
function undeclared(schema: { readonly [key: string]: unknown }, written: object): readonly OptionProblem[] {
  const { properties, additionalProperties, patternProperties, anyOf, oneOf, allOf } = schema;
  const isSimple =
    isObject(properties) &&
    [additionalProperties, patternProperties, anyOf, oneOf, allOf].every((word) => word === undefined);
  if (!isSimple) return [];
  return Object.keys(written)
    .filter((key) => !Object.hasOwn(properties, key))
    .map((key) => unknownOption([key], Object.keys(properties)));
}
