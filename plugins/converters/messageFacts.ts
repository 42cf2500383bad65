import { readJson, taggedBytes, writeJson } from '@gantry/sdk';
import type { BusMessage, GantryRecord, Op, Row, SourceFacts, StoredMessage, Value } from '@gantry/sdk';

/**
 * Facts about a record that stand beside the body, in message properties, so that any consumer can read the body as it is:
 * `gantry-op`, `gantry-connector`, `gantry-database`, `gantry-table`, `gantry-at`, and `gantry-key: json` where the key's text
 * is JSON. The record's headers are properties under their own names.
 */
const OP = 'gantry-op';
const KEY_FORM = 'gantry-key';
const ROUTE_TABLE = 'gantry-route-table';
const FACTS = ['connector', 'database', 'table', 'at'] as const;
const RESERVED = 'gantry-';

const OPS: ReadonlySet<string> = new Set<Op>(['create', 'update', 'delete', 'read', 'truncate', 'message']);

/** A message with the record's key and facts. A key that is text or bytes stays as it is, any other becomes JSON text. */
export function toMessage(record: GantryRecord, body: Uint8Array | null): BusMessage {
  const properties: { [name: string]: string } = { ...record.headers, [OP]: record.op };
  for (const fact of FACTS) {
    const value = record.source[fact];
    if (typeof value === 'string') properties[`${RESERVED}${fact}`] = value;
  }
  if (record.route?.table !== undefined) properties[ROUTE_TABLE] = record.route.table;
  const { key } = record;
  if (key === null || typeof key === 'string' || key instanceof Uint8Array) {
    return { key, body, properties, timestampMs: record.timestampMs };
  }
  properties[KEY_FORM] = 'json';
  return { key: writeJson(key, 'tagged'), body, properties, timestampMs: record.timestampMs };
}

/** What a message's properties say of the record; `op` is undefined for messages of other programs. */
export interface MessageFacts {
  readonly op: Op | undefined;
  readonly key: Row | Value;
  readonly source: SourceFacts;
  readonly timestampMs: number;
  readonly headers?: { readonly [name: string]: string };
  readonly route?: { readonly table: string };
}

/** Reads key, headers and facts of a message; `at` is its place on the bus where its source told none. */
export function factsOf(message: StoredMessage): MessageFacts {
  const properties = message.properties ?? {};
  const op = properties[OP];
  const headers = headersOf(properties);
  const table = properties[ROUTE_TABLE];
  return {
    op: op !== undefined && OPS.has(op) ? (op as Op) : undefined,
    key: keyOf(message, properties[KEY_FORM]),
    source: sourceOf(message, properties),
    timestampMs: message.timestampMs,
    ...(headers === undefined ? {} : { headers }),
    ...(table === undefined ? {} : { route: { table } }),
  };
}

function keyOf({ key }: StoredMessage, form: string | undefined): Row | Value {
  if (form !== 'json' || key === null) return key;
  return taggedBytes(readJson(typeof key === 'string' ? key : new TextDecoder().decode(key))) as Row | Value;
}

function sourceOf(message: StoredMessage, properties: { readonly [name: string]: string }): SourceFacts {
  const facts: { [fact: string]: string | number } = {
    connector: 'bus',
    at: `queue ${message.queue}:${message.offset}`,
  };
  for (const fact of FACTS) {
    const value = properties[`${RESERVED}${fact}`];
    if (value !== undefined) facts[fact] = value;
  }
  return { ...facts, queue: message.queue, offset: message.offset } as unknown as SourceFacts;
}

function headersOf(properties: { readonly [name: string]: string }): { [name: string]: string } | undefined {
  let headers: { [name: string]: string } | undefined;
  for (const name in properties) {
    if (!name.startsWith(RESERVED)) (headers ??= {})[name] = properties[name] as string;
  }
  return headers;
}
