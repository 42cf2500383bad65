import type { GantryRecord, Op } from '@gantry/sdk';
import { check } from '../support/check.ts';

const OPS: readonly Op[] = ['create', 'update', 'delete', 'read', 'truncate', 'message'];

/** Checks that a record is one: known op, legal values, facts of its source. */
export function checkRecord(record: GantryRecord, connector: string): void {
  check(OPS.includes(record.op), `a record has the op '${record.op}'`);
  check(record.source.connector === connector, `source.connector is '${record.source.connector}', not '${connector}'`);
  check(Number.isFinite(record.timestampMs), `timestampMs is ${record.timestampMs}`);
  check(
    record.after !== null || record.op === 'delete' || record.op === 'truncate',
    `a ${record.op} record has no row after`,
  );
  for (const side of ['key', 'before', 'after'] as const) checkValue(record[side], side);
}

const SCALARS = ['string', 'number', 'bigint', 'boolean'];

function checkValue(value: unknown, path: string): void {
  if (value === null || value instanceof Uint8Array || SCALARS.includes(typeof value)) return;
  check(typeof value === 'object', `${path} is ${typeof value}, which is no value of a record`);
  const name = value.constructor?.name ?? 'strange object';
  check(Array.isArray(value) || isPlain(value), `${path} holds a ${name}, which is no value of a record`);
  for (const [field, item] of Object.entries(value)) checkValue(item, `${path}.${field}`);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
