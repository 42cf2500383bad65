import { defineErrors } from '../contract/errorTable.ts';

/** What can go wrong with a CEL expression. */
export const EXPRESSION_ERRORS = defineErrors('expression', {
  invalid: {
    summary: 'An expression is not valid CEL, or names something a record does not have.',
    status: 422,
    exit: 3,
  },
  bad_template: { summary: 'A template has an unclosed brace or an invalid expression.', status: 422, exit: 3 },
  empty_value: { summary: 'An expression in a template gave no text for a record.' },
  failed: { summary: 'An expression could not be evaluated for one record, e.g. because it lacks a field.' },
});
