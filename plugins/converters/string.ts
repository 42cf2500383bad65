import type {
  ComponentContext,
  Converter,
  ConverterDefinition,
  GantryRecord,
  Static,
  StoredMessage,
} from '@gantry/sdk';
import { factsOf, toMessage } from './messageFacts.ts';
import { oneToOne } from './oneToOne.ts';
import { fromUtf8, toUtf8 } from './text.ts';
import { valueFieldConfig, valueOf, wrongKind } from './valueField.ts';

type StringConfig = Static<typeof valueFieldConfig>;

/** One field as a UTF-8 message. */
export const string: ConverterDefinition<StringConfig> = {
  type: 'string',
  title: 'String',
  description: 'One field of the record as a UTF-8 text message.',
  icon: 'LetterCase',
  keywords: ['text', 'utf-8', 'plain'],
  config: valueFieldConfig,
  createConverter: ({ config: { field } }: ComponentContext<StringConfig>): Converter =>
    oneToOne({
      encodeOne: (record) => toMessage(record, textBody(record, field)),
      decodeOne: (message) => decodeText(message, field),
    }),
};

/** Null, like a record without an after row, is a tombstone. Numbers and booleans become their text. */
function textBody(record: GantryRecord, field: string): Uint8Array | null {
  const value = valueOf(record, field);
  if (value === null) return null;
  if (value instanceof Uint8Array) {
    fromUtf8(value);
    return value;
  }
  if (typeof value === 'object') throw wrongKind(field, value);
  return toUtf8(String(value));
}

function decodeText(message: StoredMessage, field: string): GantryRecord {
  const { op, ...facts } = factsOf(message);
  if (message.body === null) return { op: op ?? 'delete', before: null, after: null, ...facts };
  return { op: op ?? 'message', before: null, after: { [field]: fromUtf8(message.body) }, ...facts };
}
