import { toGantryError } from '@gantry/sdk';
import type { BusMessage, Converter, DecodeFailure, EncodeFailure, GantryRecord, StoredMessage } from '@gantry/sdk';

/** How one record becomes one message and back; what they throw is that record's or message's failure. */
export interface OneToOne {
  encodeOne(record: GantryRecord): BusMessage;
  decodeOne(message: StoredMessage): GantryRecord;
}

/** A converter of one record per message. */
export function oneToOne({ encodeOne, decodeOne }: OneToOne): Converter {
  return {
    encode(records) {
      const messages: BusMessage[] = [];
      const failures: EncodeFailure[] = [];
      records.forEach((record, index) => {
        try {
          messages.push(encodeOne(record));
        } catch (error) {
          failures.push({ index, error: toGantryError(error) });
        }
      });
      return failures.length > 0 ? { messages, failures } : { messages };
    },
    decode(messages) {
      const records: GantryRecord[] = [];
      const messageOf: number[] = [];
      const failures: DecodeFailure[] = [];
      messages.forEach((message, index) => {
        try {
          records.push(decodeOne(message));
          messageOf.push(index);
        } catch (error) {
          failures.push({ index, error: toGantryError(error) });
        }
      });
      return failures.length > 0 ? { records, messageOf, failures } : { records };
    },
  };
}
