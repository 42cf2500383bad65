import { Type, toGantryError } from '@gantry/sdk';
import type {
  BusMessage,
  Converter,
  ConverterDefinition,
  DecodeFailure,
  EncodeFailure,
  GantryRecord,
} from '@gantry/sdk';
import { CONVERTERS_ERRORS } from '../errors.ts';
import { BatchFormat } from './batchFormat.ts';

/** What one message holds at the most, unless one record alone is larger. */
const MAX_BODY_BYTES = 1_048_576;
const MAX_BODY_RECORDS = 10_000;
/** A guess at a record's packed size until the first was packed. */
const FIRST_GUESS_BYTES = 512;

/** Many records in one message, every value exact. What nobody else reads: the default of implied topics. */
export const batch: ConverterDefinition = {
  type: 'batch',
  title: 'Batch',
  description: 'Many records in one compact message. The fastest, and exact for every type; only Gantry reads it.',
  icon: 'Stack2',
  keywords: ['msgpack', 'compact', 'fast', 'binary'],
  config: Type.Object({}, { additionalProperties: false }),
  createConverter: () => new BatchConverter(),
};

class BatchConverter implements Converter {
  readonly #format = new BatchFormat();
  /** What records have lately been packed to, so that batches are cut to size before they are packed, not after (P8). */
  #bytesPerRecord = FIRST_GUESS_BYTES;

  encode(records: readonly GantryRecord[]): { messages: BusMessage[]; failures?: EncodeFailure[] } {
    const messages: BusMessage[] = [];
    const failures: EncodeFailure[] = [];
    let start = 0;
    while (start < records.length) {
      const end = Math.min(records.length, start + this.#recordsThatFit());
      this.#encodeRange(records, start, end, messages, failures);
      start = end;
    }
    return failures.length > 0 ? { messages, failures } : { messages };
  }

  decode(messages: readonly { readonly body: Uint8Array | null }[]): {
    records: GantryRecord[];
    messageOf: number[];
    failures?: DecodeFailure[];
  } {
    const records: GantryRecord[] = [];
    const messageOf: number[] = [];
    const failures: DecodeFailure[] = [];
    messages.forEach(({ body }, index) => {
      try {
        for (const record of this.#format.unpack(body ?? new Uint8Array())) {
          records.push(record);
          messageOf.push(index);
        }
      } catch (error) {
        failures.push({ index, error: toGantryError(error) });
      }
    });
    return failures.length > 0 ? { records, messageOf, failures } : { records, messageOf };
  }

  #recordsThatFit(): number {
    return Math.max(1, Math.min(MAX_BODY_RECORDS, Math.floor(MAX_BODY_BYTES / this.#bytesPerRecord)));
  }

  /** Packs a range into one message, or by halves where it is too large or holds a record that cannot be packed. */
  #encodeRange(
    records: readonly GantryRecord[],
    start: number,
    end: number,
    messages: BusMessage[],
    failures: EncodeFailure[],
  ): void {
    const chunk = start === 0 && end === records.length ? records : records.slice(start, end);
    let body: Uint8Array;
    try {
      body = this.#format.pack(chunk);
    } catch (error) {
      if (chunk.length > 1) return this.#encodeHalves(records, start, end, messages, failures);
      failures.push({ index: start, error: unpackable(error) });
      return;
    }
    this.#bytesPerRecord = Math.max(1, body.length / chunk.length);
    if (body.length > MAX_BODY_BYTES && chunk.length > 1) {
      return this.#encodeHalves(records, start, end, messages, failures);
    }
    messages.push({ key: null, body, timestampMs: (chunk.at(-1) as GantryRecord).timestampMs });
  }

  #encodeHalves(
    records: readonly GantryRecord[],
    start: number,
    end: number,
    messages: BusMessage[],
    failures: EncodeFailure[],
  ): void {
    const middle = start + Math.ceil((end - start) / 2);
    this.#encodeRange(records, start, middle, messages, failures);
    this.#encodeRange(records, middle, end, messages, failures);
  }
}

function unpackable(cause: unknown): ReturnType<typeof toGantryError> {
  return CONVERTERS_ERRORS.error('batch_encode', {
    message: `the record cannot be packed: ${cause instanceof Error ? cause.message : String(cause)}`,
    hint: 'A transform or source put something into the record that is no value, such as a symbol.',
    cause,
  });
}
