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
import { toUtf8 } from './text.ts';
import { valueFieldConfig, valueOf, wrongKind } from './valueField.ts';

type BytesConfig = Static<typeof valueFieldConfig>;

/** One field as the message body, byte by byte. */
export const bytes: ConverterDefinition<BytesConfig> = {
  type: 'bytes',
  title: 'Bytes',
  description: 'One field of the record as the message body, byte by byte.',
  icon: 'Binary',
  keywords: ['binary', 'raw', 'passthrough'],
  config: valueFieldConfig,
  createConverter: ({ config: { field } }: ComponentContext<BytesConfig>): Converter =>
    oneToOne({
      encodeOne: (record) => toMessage(record, rawBody(record, field)),
      decodeOne: (message) => decodeBytes(message, field),
    }),
};

/** Null, like a record without an after row, is a tombstone. Text becomes UTF-8, numbers and booleans their text. */
function rawBody(record: GantryRecord, field: string): Uint8Array | null {
  const value = valueOf(record, field);
  if (value === null || value instanceof Uint8Array) return value;
  if (typeof value === 'object') throw wrongKind(field, value);
  return toUtf8(String(value));
}

function decodeBytes(message: StoredMessage, field: string): GantryRecord {
  const { op, ...facts } = factsOf(message);
  if (message.body === null) return { op: op ?? 'delete', before: null, after: null, ...facts };
  return { op: op ?? 'message', before: null, after: { [field]: message.body }, ...facts };
}
