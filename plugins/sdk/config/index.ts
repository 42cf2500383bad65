/**
 * Configuration schemas: TypeBox with Gantry's annotations. Written once per component, they give the static type,
 * validation, the inspector's form, the docs page and secret marking. Not for record schemas (see contract/schema.ts).
 */
export { Type } from '@sinclair/typebox';
export type { Static, TObject, TSchema } from '@sinclair/typebox';
export { secretField, expressionField, pathField, choicesField, multilineField, advanced, meaning } from './fields.ts';
export { isSecretSchema, fieldAnnotation } from './annotations.ts';
export type { FieldAnnotation, FieldMeaning, FieldWidget } from './annotations.ts';
