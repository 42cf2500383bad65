import type { BusMessage, StoredMessage } from './bus.ts';
import type { ComponentInfo } from './component.ts';
import type { ComponentContext } from './context.ts';
import type { GantryError } from './errors.ts';
import type { GantryRecord } from './record.ts';

/** A record that could not be encoded. @public */
export interface EncodeFailure {
  /** Its index in the records given. */
  readonly index: number;
  readonly error: GantryError;
}

/** A message that could not be decoded. @public */
export interface DecodeFailure {
  /** Its index in the messages given. */
  readonly index: number;
  readonly error: GantryError;
}

/** Encoded messages, in the records' order. @public */
export interface Encoded {
  readonly messages: readonly BusMessage[];
  readonly failures?: readonly EncodeFailure[];
}

/** Decoded records, in the messages' order. @public */
export interface Decoded {
  readonly records: readonly GantryRecord[];
  /** For each record the index of the message it came from; left out when each message made just one record. */
  readonly messageOf?: readonly number[];
  readonly failures?: readonly DecodeFailure[];
}

/** A running converter between records and bus messages. Stateless between calls, apart from caches. @public */
export interface Converter {
  /** All records are bound for one queue, so a converter may put many into one message. */
  encode(records: readonly GantryRecord[]): Encoded;
  decode(messages: readonly StoredMessage[]): Decoded;
}

/** A kind of converter. @public */
export interface ConverterDefinition<Config = unknown> extends ComponentInfo {
  createConverter(context: ComponentContext<Config>): Converter;
}
