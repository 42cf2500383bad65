import type { Row } from '@gantry/sdk';
import { describe, expect, it } from 'vitest';
import { converterOf, message, roundTrip, row } from '../support/records.ts';
import { json } from './json.ts';

const plain = converterOf(json, { envelope: false });
const enveloped = converterOf(json, { envelope: true });

function bodyText(after: Row | null): string | null {
  const [first] = plain.encode([row(after)]).messages;
  return first?.body ? new TextDecoder().decode(first.body) : null;
}

describe('json', () => {
  it('writes the row alone, as any consumer would expect it', () => {
    expect(bodyText({ id: 1, name: 'Zoë', none: null, tags: ['a'] })).toBe(
      '{"id":1,"name":"Zoë","none":null,"tags":["a"]}',
    );
  });

  it('writes integers of any size as numbers, bytes as base64 and what JSON has no number for as text', () => {
    expect(
      bodyText({ id: 18_446_744_073_709_551_615n, data: new Uint8Array([1, 2, 3]), in: { n: NaN, list: [5n] } }),
    ).toBe('{"id":18446744073709551615,"data":"AQID","in":{"n":"NaN","list":[5]}}');
  });

  it('reads integers of any size exactly', () => {
    const { records } = plain.decode([
      message('{"id":9223372036854775807,"n":5,"x":0.1234567890123456789,"t":"1234567890123456789"}'),
    ]);
    expect(records[0]?.after).toEqual({
      id: 9_223_372_036_854_775_807n,
      n: 5,
      x: 0.123_456_789_012_345_68,
      t: '1234567890123456789',
    });
  });

  it('makes a message of what another program wrote', () => {
    const { records, messageOf } = plain.decode([
      message('{"a":1}', { key: 'k', properties: { trace: 't1' } }),
      message('[1,2]'),
      message('"text"'),
      message(null, { key: 'gone' }),
    ]);
    expect(messageOf).toBeUndefined();
    expect(records[0]).toEqual({
      op: 'message',
      key: 'k',
      before: null,
      after: { a: 1 },
      source: { connector: 'bus', at: 'queue 2:40', queue: 2, offset: 40 },
      timestampMs: 5,
      headers: { trace: 't1' },
    });
    expect(records[1]?.after).toEqual({ value: [1, 2] });
    expect(records[2]?.after).toEqual({ value: 'text' });
    expect(records[3]).toMatchObject({ op: 'delete', key: 'gone', after: null });
  });

  it('keeps op, key, headers, facts and table of its own records beside the body', () => {
    const records = [
      row({ id: 7 }, { op: 'update', key: { id: 7 }, headers: { tenant: 'acme' }, route: { table: 'orders_de' } }),
      row({ id: 8 }, { key: 8, source: { connector: 'mysql', database: 'shop', table: 'orders', at: 'binlog:4' } }),
      row(null, { op: 'delete', key: 'text' }),
      row(null, { op: 'truncate', key: new Uint8Array([1]) }),
      row({ id: 9 }, { key: { id: 9_007_199_254_740_993n, data: new Uint8Array([7]) } }),
    ];
    const back = roundTrip(plain, records);
    expect(back.map(({ op, key, after, headers, route }) => ({ op, key, after, headers, route }))).toEqual(
      records.map(({ op, key, after, headers, route }) => ({ op, key, after, headers, route })),
    );
    expect(back[1]?.source).toMatchObject({ connector: 'mysql', database: 'shop', table: 'orders', at: 'binlog:4' });
  });

  it('sends text keys as they are, so that other programs can look messages up by them', () => {
    expect(plain.encode([row({ a: 1 }, { key: 'order-7' })]).messages[0]?.key).toBe('order-7');
    expect(plain.encode([row({ a: 1 }, { key: { id: 7 } })]).messages[0]?.key).toBe('{"id":7}');
  });

  it('keeps before images, facts and bytes in its envelope', () => {
    const records = [
      row(
        { id: 1, data: new Uint8Array([1]), big: 2n ** 63n },
        { op: 'update', key: { id: 1 }, before: { id: 1 }, source: { connector: 'mysql', line: 4 } },
      ),
      row(null, { op: 'delete', before: { id: 2 } }),
    ];
    expect(roundTrip(enveloped, records)).toEqual(records);
  });

  it('fails the messages that are not what it expects, and only those, without quoting them', () => {
    const { records, failures } = plain.decode([
      message('{"card": 4111'),
      message('{"a":1}'),
      message(new Uint8Array([0xff, 0xfe])),
    ]);
    expect(records).toHaveLength(1);
    expect(failures?.map(({ index, error }) => [index, error.code])).toEqual([
      [0, 'converters.json_malformed'],
      [2, 'converters.not_utf8'],
    ]);
    expect(failures?.[0]?.error.message).not.toContain('4111');
    expect(enveloped.decode([message('{"a":1}'), message('[]')]).failures?.map(({ error }) => error.code)).toEqual([
      'converters.json_envelope',
      'converters.json_envelope',
    ]);
  });
});
