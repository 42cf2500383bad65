import { Type, advanced } from '@gantry/sdk';
import type { ConverterDefinition, GantryRecord, Static, StoredMessage, Value } from '@gantry/sdk';
import { CONVERTERS_ERRORS } from './errors.ts';
import { factsOf, toMessage } from './messageFacts.ts';
import { oneToOne } from './oneToOne.ts';
import { toUtf8 } from './text.ts';

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

type ValueFieldConfig = Static<typeof valueFieldConfig>;

/** How one kind of body is read: throws for bytes that are none, in both directions. */
export type ReadBody = (body: Uint8Array) => Value;

/** A converter of one field's value, alone in the body. Tombstones stay tombstones. */
export function valueFieldConverter(read: ReadBody): ConverterDefinition<ValueFieldConfig>['createConverter'] {
  return ({ config: { field } }) =>
    oneToOne({
      encodeOne: (record) => toMessage(record, bodyOf(record, field, read)),
      decodeOne: (message) => recordOf(message, field, read),
    });
}

/** Null, like a record without an after row, is a tombstone. Text becomes UTF-8, numbers and booleans their text. */
function bodyOf(record: GantryRecord, field: string, read: ReadBody): Uint8Array | null {
  const value = valueOf(record, field);
  if (value === null) return null;
  if (value instanceof Uint8Array) {
    read(value);
    return value;
  }
  if (typeof value === 'object') throw wrongKind(field, value);
  return toUtf8(String(value));
}

function recordOf(message: StoredMessage, field: string, read: ReadBody): GantryRecord {
  const { op, ...facts } = factsOf(message);
  if (message.body === null) return { op: op ?? 'delete', before: null, after: null, ...facts };
  return { op: op ?? 'message', before: null, after: { [field]: read(message.body) }, ...facts };
}

/** The field's value; null for a record without an after row. Throws `converters.no_value`. */
function valueOf(record: GantryRecord, field: string): Value {
  if (record.after === null) return null;
  const value = record.after[field];
  if (value !== undefined) return value;
  throw CONVERTERS_ERRORS.error('no_value', {
    message: `the record has no field ${field} to send as the message body`,
    hint: 'Name the field in the converter, or make it with a compute transform.',
  });
}

/** A value that neither text nor bytes can be made of. */
function wrongKind(field: string, value: Value): Error {
  return CONVERTERS_ERRORS.error('value_kind', {
    message: `the field ${field} holds ${Array.isArray(value) ? 'a list' : 'an object'}, which is no message body`,
    hint: 'Use the json converter.',
  });
}
