import { fieldAnnotation } from '@gantry/sdk';
import type { Rule } from '../ruleContext.ts';
import { walkSchema } from '../schema/walk.ts';

/** CEL expressions that cannot be understood. */
export const expressions: Rule = ({ uses, checkExpression, report }) => {
  for (const { descriptor, written, configPath, title } of uses) {
    const said = new Set<string>();
    walkSchema(descriptor?.configSchema, written, ({ schema, value, path }) => {
      const at = [configPath, ...path].join('.');
      if (fieldAnnotation(schema).expression !== true || typeof value !== 'string' || said.has(at)) return;
      const check = checkExpression(value);
      if (check.ok) return;
      said.add(at);
      report.say('expression_invalid', {
        message: `In ${title}: the expression "${path.join('.')}" cannot be understood: ${check.message}.`,
        hint: "Expressions are written in CEL, for example: after.status == 'paid' && after.total > 10",
        path: at,
      });
    });
  }
};
