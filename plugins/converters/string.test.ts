import { describe, expect, it } from 'vitest';
import { bytes } from './bytes.ts';
import { string } from './string.ts';
import { converterOf, message, roundTrip, row } from './support/records.ts';

const text = converterOf(string, { field: 'value' });
const raw = converterOf(bytes, { field: 'value' });

describe('string', () => {
  it('sends the field as text and takes the body back into it', () => {
    const [first, second, third] = roundTrip(text, [
      row({ value: 'Grüße' }),
      row({ value: 12.5 }),
      row({ value: null }),
    ]);
    expect(first).toMatchObject({ op: 'create', after: { value: 'Grüße' } });
    expect(second?.after).toEqual({ value: '12.5' });
    expect(third?.after).toBeNull();
  });

  it('takes another field when told to', () => {
    const converter = converterOf(string, { field: 'line' });
    expect(roundTrip(converter, [row({ line: 'a,b', n: 1 })])[0]?.after).toEqual({ line: 'a,b' });
  });

  it('fails records without the field or with an object in it, and bodies that are not UTF-8', () => {
    const { messages, failures } = text.encode([row({ other: 1 }), row({ value: {} }), row({ value: 'x' })]);
    expect(messages).toHaveLength(1);
    expect(failures?.map(({ error }) => error.code)).toEqual(['converters.no_value', 'converters.value_kind']);
    expect(text.decode([message(new Uint8Array([0xc3]))]).failures?.[0]?.error.code).toBe('converters.not_utf8');
  });
});

describe('bytes', () => {
  it('passes bodies through byte by byte', () => {
    const body = new Uint8Array([0, 1, 254, 255]);
    const { records } = raw.decode([message(body, { key: 'k' })]);
    expect(records[0]).toMatchObject({ op: 'message', key: 'k', after: { value: body } });
    expect(raw.encode(records).messages[0]).toMatchObject({ key: 'k', body });
  });

  it('writes text as UTF-8 and a missing row as a tombstone', () => {
    const { messages } = raw.encode([row({ value: 'é' }), row(null, { op: 'delete', key: 'k' })]);
    expect(messages.map(({ body }) => body && [...body])).toEqual([[0xc3, 0xa9], null]);
  });
});
