import { Type } from '@sinclair/typebox';
import type { SchemaOptions, StringOptions, TSchema, TString } from '@sinclair/typebox';
import { fieldAnnotation } from './annotations.ts';
import type { FieldAnnotation, FieldMeaning } from './annotations.ts';

/** A secret: only a reference may stand in the document, the value is known to the running task alone. @public */
export function secretField(options: StringOptions = {}): TString {
  return Type.String({ ...options, ...annotate({ widget: 'secret', secret: true }) });
}

/** A CEL expression over the record: `after.status == 'paid'`. @public */
export function expressionField(options: StringOptions = {}): TString {
  return Type.String({ ...options, ...annotate({ widget: 'expression', expression: true }) });
}

/** A file or folder on the member. @public */
export function pathField(options: StringOptions = {}): TString {
  return Type.String({ ...options, ...annotate({ widget: 'path' }) });
}

/** A text whose values the component can list. @public */
export function choicesField(options: StringOptions = {}): TString {
  return Type.String({ ...options, ...annotate({ widget: 'choices', choices: true }) });
}

/** A text of several lines. @public */
export function multilineField(options: StringOptions = {}): TString {
  return Type.String({ ...options, ...annotate({ widget: 'multiline' }) });
}

/** Moves a field under "more options". @public */
export function advanced<S extends TSchema>(schema: S): S {
  return extend(schema, { advanced: true });
}

/** Says what a field's values mean to compile. @public */
export function meaning<S extends TSchema>(schema: S, means: FieldMeaning): S {
  return extend(schema, { meaning: means });
}

function extend<S extends TSchema>(schema: S, more: FieldAnnotation): S {
  return { ...schema, 'x-gantry': { ...fieldAnnotation(schema), ...more } };
}

function annotate(annotation: FieldAnnotation): SchemaOptions {
  return { 'x-gantry': annotation };
}
