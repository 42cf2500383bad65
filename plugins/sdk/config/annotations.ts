/** How the inspector shows a field. @public */
export type FieldWidget = 'text' | 'multiline' | 'expression' | 'path' | 'choices' | 'secret';

/**
 * What a value means to compile, which knows plugins as data alone:
 * `masked-field`: name of a record's field whose values may not be shown anywhere, samples on the canvas included;
 * `routed-topic`: name of a topic records may be sent to besides the one the graph says;
 * `exclusive-target`: names an outside thing, such as a file, that only one sink may write to.
 * @public
 */
export type FieldMeaning = 'masked-field' | 'routed-topic' | 'exclusive-target';

/** Gantry's extra facts about a field; stands under `x-gantry` in its JSON Schema. @public */
export interface FieldAnnotation {
  readonly widget?: FieldWidget;
  /** Its value may only be a reference: `${env:X}`, `${file:/path}` or `${secret:name}`. */
  readonly secret?: boolean;
  /** A CEL expression, checked while the user types. */
  readonly expression?: boolean;
  /** A list comes from the component's `choices`. */
  readonly choices?: boolean;
  readonly meaning?: FieldMeaning;
  /** Shown under "more options". */
  readonly advanced?: boolean;
}

/** The annotation of a JSON Schema node, empty where it has none. @public */
export function fieldAnnotation(schema: unknown): FieldAnnotation {
  if (typeof schema !== 'object' || schema === null) return {};
  return (schema as { 'x-gantry'?: FieldAnnotation })['x-gantry'] ?? {};
}

/** Whether values of this field are secrets. @public */
export function isSecretSchema(schema: unknown): boolean {
  return fieldAnnotation(schema).secret === true;
}
