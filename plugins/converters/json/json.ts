import { Type, taggedBytes } from '@gantry/sdk';
import type {
  ComponentContext,
  Converter,
  ConverterDefinition,
  GantryRecord,
  Static,
  StoredMessage,
} from '@gantry/sdk';
import { factsOf, toMessage } from '../messageFacts.ts';
import { oneToOne } from '../oneToOne.ts';
import { envelopeOf, readEnvelope } from './envelope.ts';
import { isRow } from './isRow.ts';
import { fromJsonBody, toJsonBody } from './jsonBody.ts';

const config = Type.Object(
  {
    envelope: Type.Boolean({
      title: 'Envelope',
      description:
        'Write the whole record (op, key, before, after, source, timestampMs) instead of the row alone. Needed to keep before images and bytes exact.',
      default: false,
    }),
  },
  { additionalProperties: false },
);

/** One record as one JSON message that any consumer can read. */
export const json: ConverterDefinition<Static<typeof config>> = {
  type: 'json',
  title: 'JSON',
  description: 'One record as one JSON message: the row as it is, facts about it in message properties.',
  icon: 'Braces',
  keywords: ['json', 'object', 'envelope'],
  config,
  createConverter: (context: ComponentContext<Static<typeof config>>): Converter =>
    context.config.envelope
      ? oneToOne({ encodeOne: encodeEnvelope, decodeOne: decodeEnvelope })
      : oneToOne({ encodeOne: encodeRow, decodeOne: decodeRow }),
};

/** A record without an after row (delete, truncate) is a tombstone: no body, its op in the properties. */
function encodeRow(record: GantryRecord): ReturnType<typeof toMessage> {
  return toMessage(record, record.after === null ? null : toJsonBody(record.after));
}

/** A body of another program is a `message`; its object is the after row, anything else becomes `{ value }`. */
function decodeRow(message: StoredMessage): GantryRecord {
  const { op, ...facts } = factsOf(message);
  if (message.body === null) return { op: op ?? 'delete', before: null, after: null, ...facts };
  const value = fromJsonBody(message.body);
  return { op: op ?? 'message', before: null, after: isRow(value) ? value : { value }, ...facts };
}

function encodeEnvelope(record: GantryRecord): ReturnType<typeof toMessage> {
  return toMessage(record, toJsonBody(envelopeOf(record), 'tagged'));
}

function decodeEnvelope(message: StoredMessage): GantryRecord {
  const { op, ...facts } = factsOf(message);
  if (message.body === null) return { op: op ?? 'delete', before: null, after: null, ...facts };
  return { ...facts, ...readEnvelope(taggedBytes(fromJsonBody(message.body))) };
}
