import type { BusMessage, Converter, GantryRecord, Json, StoredMessage } from '@gantry/sdk';

/** Something as it was before it could not be processed: what a dead letter keeps, and a replay starts from. */
export interface Original {
  readonly key: BusMessage['key'];
  readonly body: Uint8Array | null;
  readonly properties?: BusMessage['properties'];
  readonly timestampMs: number;
  /** How to read the body: `application/octet-stream`, or `gantry/<converter>`. */
  readonly contentType: string;
  /** Where it was: a source's position from which reading meets it again, or topic, queue and offset. */
  readonly position: Json;
}

/** Records on their way together, and the way back to what they were. */
export interface BatchOrigin {
  /** The original of a record; `origin` is what {@link Flow.origins} says of it. */
  original(record: GantryRecord, origin: number): Promise<Original>;
}

/** Records between two steps. */
export interface Flow {
  readonly records: readonly GantryRecord[];
  /** For each record the index of the decoded record it was made from; undefined where nobody needs to know. */
  readonly origins?: readonly number[];
  readonly batch: BatchOrigin;
}

/** Records of a source: there are no bytes to go back to, so the record itself is kept, in the compact `batch` format. */
export class SourceOrigin implements BatchOrigin {
  private readonly position: Json;
  private readonly converter: () => Promise<Converter>;

  /** @param position the last one before the batch: reading from there meets the record again */
  constructor(position: Json, converter: () => Promise<Converter>) {
    this.position = position;
    this.converter = converter;
  }

  async original(record: GantryRecord): Promise<Original> {
    const message = encodeOne(await this.converter(), record);
    return {
      key: message.key,
      body: message.body,
      ...(message.properties === undefined ? {} : { properties: message.properties }),
      timestampMs: record.timestampMs,
      contentType: 'gantry/batch',
      position: this.position,
    };
  }
}

/** Records of one read of a queue. */
export class MessageOrigin implements BatchOrigin {
  readonly topic: string;
  readonly messages: readonly StoredMessage[];
  private readonly decoded: { readonly records: readonly GantryRecord[]; readonly messageOf?: readonly number[] };
  private readonly converter: Converter;
  private readonly converterType: string;

  constructor(
    topic: string,
    messages: readonly StoredMessage[],
    decoded: { readonly records: readonly GantryRecord[]; readonly messageOf?: readonly number[] },
    converter: Converter,
    converterType: string,
  ) {
    this.topic = topic;
    this.messages = messages;
    this.decoded = decoded;
    this.converter = converter;
    this.converterType = converterType;
  }

  private messageIndex(origin: number): number {
    return this.decoded.messageOf?.[origin] ?? origin;
  }

  /** The offset of the message a decoded record came in. */
  offsetOf(origin: number): number {
    return (this.messages[this.messageIndex(origin)] as StoredMessage).offset;
  }

  async original(_record: GantryRecord, origin: number): Promise<Original> {
    const index = this.messageIndex(origin);
    const whole = this.ofMessage(index);
    if (this.recordsIn(index) <= 1) return whole;
    // A message of many records would bring its good ones back with it, so this one gets a message of its own, in the same
    // format: what a replay produces to the topic again is still one of its messages.
    const own = encodeOne(this.converter, this.decoded.records[origin] as GantryRecord);
    return { ...whole, key: own.key, body: own.body, properties: { ...whole.properties, ...own.properties } };
  }

  /** The original of a whole message, for one that could not be decoded. */
  ofMessage(index: number): Original {
    const message = this.messages[index] as StoredMessage;
    return {
      key: message.key,
      body: message.body,
      ...(message.properties === undefined ? {} : { properties: message.properties }),
      timestampMs: message.timestampMs,
      contentType: `gantry/${this.converterType}`,
      position: { topic: this.topic, queue: message.queue, offset: message.offset },
    };
  }

  private recordsIn(messageIndex: number): number {
    return this.decoded.messageOf?.reduce((count, index) => (index === messageIndex ? count + 1 : count), 0) ?? 1;
  }
}

function encodeOne(converter: Converter, record: GantryRecord): BusMessage {
  const encoded = converter.encode([record]);
  const failure = encoded.failures?.[0];
  if (failure !== undefined) throw failure.error;
  return encoded.messages[0] as BusMessage;
}
