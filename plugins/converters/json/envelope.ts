import type { GantryRecord, Op, Row, SourceFacts, Value } from '@gantry/sdk';
import { CONVERTERS_ERRORS } from '../errors.ts';
import { isRow } from './isRow.ts';

/** The whole record as one JSON object, without its schema. */
export interface Envelope {
  readonly op: Op;
  readonly key: Row | Value;
  readonly before: Row | null;
  readonly after: Row | null;
  readonly source: SourceFacts;
  readonly timestampMs: number;
}

const OPS: ReadonlySet<unknown> = new Set<Op>(['create', 'update', 'delete', 'read', 'truncate', 'message']);

/** The envelope of a record. */
export function envelopeOf({ op, key, before, after, source, timestampMs }: GantryRecord): Envelope {
  return { op, key, before, after, source, timestampMs };
}

/** Reads an envelope. Throws `converters.json_envelope` naming what is wrong. */
export function readEnvelope(value: Value | undefined): Envelope {
  if (!isRow(value)) throw notAnEnvelope('it is not an object');
  const { op, key = null, before = null, after = null, source, timestampMs } = value;
  if (!OPS.has(op)) throw notAnEnvelope('op is not one of create, update, delete, read, truncate, message');
  if (before !== null && !isRow(before)) throw notAnEnvelope('before is neither an object nor null');
  if (after !== null && !isRow(after)) throw notAnEnvelope('after is neither an object nor null');
  if (!isRow(source) || typeof source['connector'] !== 'string') throw notAnEnvelope('source has no connector');
  if (typeof timestampMs !== 'number') throw notAnEnvelope('timestampMs is not a number');
  return { op: op as Op, key, before, after, source: source as SourceFacts, timestampMs };
}

function notAnEnvelope(reason: string): Error {
  return CONVERTERS_ERRORS.error('json_envelope', {
    message: `the message body is not a record's envelope: ${reason}`,
    hint: 'Set envelope to false to read plain JSON objects.',
  });
}
