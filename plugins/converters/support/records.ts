import type { ComponentContext, Converter, ConverterDefinition, GantryRecord, Row, StoredMessage } from '@gantry/sdk';
import type { BusMessage } from '@gantry/sdk';

/** A record with the given after row. */
export function row(after: Row | null, more: Partial<GantryRecord> = {}): GantryRecord {
  return { op: 'create', key: null, before: null, after, source: { connector: 'test' }, timestampMs: 1_000, ...more };
}

/** Makes a converter. */
export function converterOf<Config>(definition: ConverterDefinition<Config>, config: Config): Converter {
  const silent = () => {};
  const context: ComponentContext<Config> = {
    pipeline: 'test',
    node: 'topic',
    config,
    connection: undefined,
    log: { debug: silent, info: silent, warn: silent, error: silent },
    clock: { now: () => 0, sleep: () => Promise.resolve() },
  };
  return definition.createConverter(context);
}

/** Messages as the bus gives them back. */
export function stored(messages: readonly BusMessage[]): StoredMessage[] {
  return messages.map((message, offset) => ({ ...message, queue: 0, offset }));
}

/** One stored message with the given body. */
export function message(body: string | Uint8Array | null, more: Partial<StoredMessage> = {}): StoredMessage {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  return { key: null, body: bytes, timestampMs: 5, queue: 2, offset: 40, ...more };
}

/** Records after a way through a converter; throws what failed. */
export function roundTrip(converter: Converter, records: readonly GantryRecord[]): readonly GantryRecord[] {
  const encoded = converter.encode(records);
  const decoded = converter.decode(stored(encoded.messages));
  const failure = encoded.failures?.[0] ?? decoded.failures?.[0];
  if (failure !== undefined) throw failure.error;
  return decoded.records;
}
