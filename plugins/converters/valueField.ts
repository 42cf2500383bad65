import { Type, advanced } from '@gantry/sdk';
import type { GantryRecord, Value } from '@gantry/sdk';
import { CONVERTERS_ERRORS } from './errors.ts';

/** The option string and bytes share. */
export const valueFieldConfig = Type.Object(
  {
    field: advanced(
      Type.String({
        title: 'Field',
        description: 'The field whose value is the message body, and which takes the body when reading.',
        default: 'value',
        minLength: 1,
      }),
    ),
  },
  { additionalProperties: false },
);

/** The field's value; null for a record without an after row. Throws `converters.no_value`. */
export function valueOf(record: GantryRecord, field: string): Value {
  if (record.after === null) return null;
  const value = record.after[field];
  if (value !== undefined) return value;
  throw CONVERTERS_ERRORS.error('no_value', {
    message: `the record has no field ${field} to send as the message body`,
    hint: 'Name the field in the converter, or make it with a compute transform.',
  });
}

/** A value that neither text nor bytes can be made of. */
export function wrongKind(field: string, value: Value): Error {
  return CONVERTERS_ERRORS.error('value_kind', {
    message: `the field ${field} holds ${Array.isArray(value) ? 'a list' : 'an object'}, which is no message body`,
    hint: 'Use the json converter.',
  });
}
