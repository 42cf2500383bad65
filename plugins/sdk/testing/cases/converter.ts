import type { BusMessage, Converter, ConverterDefinition, Decoded, GantryRecord, StoredMessage } from '@gantry/sdk';
import { check, checkError, checkSame, checkSameList } from '../support/check.ts';
import { deepFreeze } from '../support/deepFreeze.ts';
import { hardRecords } from '../support/hardRecords.ts';
import { testContext, withDefaults } from '../support/testContext.ts';
import type { AcceptanceCase, AcceptanceOptions, ConverterDriver } from '../types.ts';

/** Bodies that are no JSON, no msgpack and no UTF-8. */
const MALFORMED = [new Uint8Array([0xc1, 0xff, 0xfe]), new TextEncoder().encode('{"cut off": ')];

/** What a converter must keep. */
export function converterCases(
  definition: ConverterDefinition,
  driver: ConverterDriver,
  options: AcceptanceOptions,
): readonly AcceptanceCase[] {
  return driver.variants.flatMap((variant, i) => {
    const records = deepFreeze(variant.records ? [...variant.records] : Object.values(hardRecords()));
    const keeps = variant.keeps ?? ((record: GantryRecord): unknown => record);
    const make = (): Converter =>
      definition.createConverter(
        testContext({ config: withDefaults<unknown>(definition.config, variant.config ?? {}) }),
      );
    const suffix = driver.variants.length > 1 ? ` (variant ${i + 1})` : '';
    return [
      {
        name: `brings back what it was given, one by one and together${suffix}`,
        run: async () => {
          check(
            variant.keeps === undefined || Boolean(variant.lossy),
            'a driver with `keeps` must say in `lossy` what is not kept',
          );
          for (const record of records) {
            const decoded = roundTrip(make(), [record]);
            checkSameList(decoded.records.map(keeps), [keeps(record)], `what came back of ${preview(record)}`);
          }
          checkSameList(
            roundTrip(make(), records).records.map(keeps),
            records.map(keeps),
            'what came back of all together',
          );
        },
      },
      {
        name: `takes nothing at all${suffix}`,
        run: async () => {
          checkSame(make().encode([]).messages.length, 0, 'the number of messages of no records');
          checkSame(make().decode([]).records.length, 0, 'the number of records of no messages');
        },
      },
      {
        name: `names malformed messages by their index and takes the others${suffix}`,
        run: async () => {
          const malformed = variant.malformed ?? MALFORMED;
          const good = make().encode(records.slice(0, 1)).messages[0];
          check(good !== undefined, 'the first record made no message');
          for (const body of malformed) {
            const decoded = make().decode(store([good, { ...good, body }, good]));
            checkSame(
              (decoded.failures ?? []).map((failure) => failure.index),
              [1],
              'the indices of failures',
            );
            checkError(decoded.failures?.[0]?.error, options.errors, 'the error of a malformed message');
            checkSameList(
              decoded.records.map(keeps),
              [records[0], records[0]].map((record) => keeps(record as GantryRecord)),
              'the records around it',
            );
          }
        },
      },
      {
        name: `takes a message without a body${suffix}`,
        run: async () => {
          const decoded = make().decode(store([{ key: 'k', body: null, timestampMs: 1 }]));
          for (const failure of decoded.failures ?? [])
            checkError(failure.error, options.errors, 'the error of a tombstone');
          check(
            decoded.records.length + (decoded.failures?.length ?? 0) === 1,
            'a message without a body must be a record or a failure',
          );
        },
      },
    ];
  });
}

function roundTrip(converter: Converter, records: readonly GantryRecord[]): Decoded {
  const { messages, failures = [] } = converter.encode(records);
  check(failures.length === 0, `record ${failures[0]?.index} could not be encoded: ${failures[0]?.error.message}`);
  const decoded = converter.decode(store(messages));
  check(
    (decoded.failures ?? []).length === 0,
    `message ${decoded.failures?.[0]?.index} could not be decoded: ${decoded.failures?.[0]?.error.message}`,
  );
  checkMessageOf(decoded, messages.length);
  return decoded;
}

function checkMessageOf({ records, messageOf }: Decoded, messages: number): void {
  if (messageOf === undefined) {
    checkSame(records.length, messages, 'the number of records of messages without messageOf');
    return;
  }
  checkSame(messageOf.length, records.length, 'the length of messageOf');
  let last = 0;
  for (const index of messageOf) {
    check(index >= last && index < messages, `messageOf goes from ${last} to ${index} of ${messages} messages`);
    last = index;
  }
}

/** Messages as a bus gives them back: bodies and keys are copies, text keys stay text. */
function store(messages: readonly BusMessage[]): readonly StoredMessage[] {
  return messages.map((message, offset) => ({
    ...message,
    body: message.body === null ? null : Uint8Array.from(message.body),
    key: message.key instanceof Uint8Array ? Uint8Array.from(message.key) : message.key,
    queue: 0,
    offset,
  }));
}

function preview(record: GantryRecord): string {
  const text =
    String(record.op) +
    ' ' +
    Object.keys(record.after ?? {})
      .slice(0, 5)
      .join(',');
  return text.slice(0, 80);
}
