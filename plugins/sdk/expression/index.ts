/**
 * CEL expressions over a record: checked while the user types, compiled once, evaluated for every record. Pure: the designer
 * and the runtime use the same code. Not a place for transforms, which decide what a result means.
 */
export { checkExpression, compileExpression } from './compile.ts';
export type { Expression, ExpressionCheck } from './compile.ts';
export { EXPRESSION_VARIABLES } from './environment.ts';
export { EXPRESSION_ERRORS } from './errors.ts';
export { compileTemplate } from './template.ts';
export type { Template } from './template.ts';
