import type { RecordSchema } from '@gantry/sdk';
import { describe, expect, it } from 'vitest';
import { drop } from './drop.ts';
import { flatten } from './flatten.ts';
import { rename } from './rename.ts';
import { select } from './select.ts';
import { row, runTransform } from './support/runTransform.ts';

const schema: RecordSchema = {
  name: 'users',
  key: ['id'],
  version: 1,
  fields: [
    { name: 'id', type: 'int64', nullable: false },
    { name: 'name', type: 'string' },
    { name: 'address', type: 'object' },
    { name: 'tmp_a', type: 'any' },
  ],
};
const address = { city: 'Oslo', street: { name: 'Storgata', no: 1 } };
const user = row(
  { id: 1, name: 'Ada', address, tmp_a: true },
  { op: 'update', key: { id: 1 }, before: { id: 1, name: 'A', address, tmp_a: false }, schema },
);

describe('select', () => {
  it('keeps the fields named, in that order, in both rows and the schema', () => {
    const { emitted } = runTransform(select, { fields: ['name', 'id', 'gone'] }, [user]);
    expect(emitted[0]).toMatchObject({ key: { id: 1 }, before: { id: 1, name: 'A' } });
    expect(Object.keys(emitted[0]?.after ?? {})).toEqual(['name', 'id']);
    expect(emitted[0]?.schema).toEqual({ name: 'users', key: ['id'], fields: [schema.fields[1], schema.fields[0]] });
  });

  it('keeps nested fields by their path', () => {
    const { emitted } = runTransform(select, { fields: ['address.city', 'address.street.no', 'name.none'] }, [user]);
    expect(emitted[0]?.after).toEqual({ address: { city: 'Oslo', street: { no: 1 } } });
  });
});

describe('drop', () => {
  it('leaves fields, nested fields and wildcards out', () => {
    const { emitted } = runTransform(drop, { fields: ['name', 'address.street.name', 'tmp_*'] }, [user]);
    expect(emitted[0]?.after).toEqual({ id: 1, address: { city: 'Oslo', street: { no: 1 } } });
    expect(emitted[0]?.schema?.fields.map(({ name }) => name)).toEqual(['id', 'address']);
  });

  it.each([
    ['*', ['abc', 'x']],
    ['a*c', ['abc', 'ac']],
    ['*b*', ['abc', 'b']],
    ['a*b*c', ['abc']],
  ])('takes %s for any text', (pattern, gone) => {
    const names = ['abc', 'ac', 'b', 'x'];
    const { emitted } = runTransform(drop, { fields: [pattern] }, [
      row(Object.fromEntries(names.map((name) => [name, 1]))),
    ]);
    for (const name of gone) expect(emitted[0]?.after).not.toHaveProperty(name);
  });

  it('keeps the key of a schema only as far as its columns are there', () => {
    expect(runTransform(drop, { fields: ['id'] }, [user]).emitted[0]?.schema).not.toHaveProperty('key');
  });
});

describe('rename', () => {
  it('renames columns in rows, key and schema alike', () => {
    const { emitted } = runTransform(rename, { fields: { id: 'userId', name: 'full name' } }, [user]);
    expect(emitted[0]).toMatchObject({ key: { userId: 1 }, before: { userId: 1, 'full name': 'A' } });
    expect(emitted[0]?.schema?.key).toEqual(['userId']);
    expect(emitted[0]?.schema?.fields.map(({ name }) => name)).toEqual(['userId', 'full name', 'address', 'tmp_a']);
  });

  it('swaps two names and moves nested fields', () => {
    const { emitted } = runTransform(rename, { fields: { a: 'b', b: 'a', 'c.d': 'e' } }, [
      row({ a: 1, b: 2, c: { d: 3, f: 4 } }),
    ]);
    expect(emitted[0]?.after).toEqual({ b: 1, a: 2, c: { f: 4 }, e: 3 });
  });

  it('fails a record whose other field would be overwritten', () => {
    const { failed } = runTransform(rename, { fields: { a: 'b' } }, [row({ a: 1, b: 2 })]);
    expect(failed[0]?.error.code).toBe('transforms.name_taken');
  });
});

describe('flatten', () => {
  const options = { delimiter: '_', depth: 16, arrays: 'keep', maxFields: 1000 } as const;

  it('turns nested objects into fields, in both rows and the schema', () => {
    const { emitted } = runTransform(flatten, options, [user]);
    expect(emitted[0]?.after).toEqual({
      id: 1,
      name: 'Ada',
      address_city: 'Oslo',
      address_street_name: 'Storgata',
      address_street_no: 1,
      tmp_a: true,
    });
    expect(emitted[0]?.before).toHaveProperty('address_street_no', 1);
    expect(emitted[0]?.schema?.fields.map(({ name }) => name)).toEqual([
      'id',
      'name',
      'address_city',
      'address_street_name',
      'address_street_no',
      'tmp_a',
    ]);
  });

  it('stops at the depth, and treats lists as told', () => {
    const nested = row({ a: { b: { c: 1 } }, list: [1n, { x: 2 }], empty: {} });
    expect(runTransform(flatten, { ...options, depth: 1 }, [nested]).emitted[0]?.after).toEqual({
      a_b: { c: 1 },
      list: [1n, { x: 2 }],
      empty: {},
    });
    expect(runTransform(flatten, { ...options, arrays: 'json' }, [nested]).emitted[0]?.after).toMatchObject({
      list: '[1,{"x":2}]',
    });
    expect(runTransform(flatten, { ...options, arrays: 'index', delimiter: '.' }, [nested]).emitted[0]?.after).toEqual({
      'a.b.c': 1,
      'list.0': 1n,
      'list.1.x': 2,
      empty: {},
    });
  });

  it('fails a record whose fields would collide or be too many', () => {
    expect(runTransform(flatten, options, [row({ a_b: 1, a: { b: 2 } })]).failed[0]?.error.code).toBe(
      'transforms.name_taken',
    );
    const wide = row({ a: Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`f${at}`, at])) });
    expect(runTransform(flatten, { ...options, maxFields: 10 }, [wide]).failed).toHaveLength(1);
  });

  it('passes flat rows on as they are', () => {
    const flat = row({ a: 1 });
    expect(runTransform(flatten, options, [flat]).emitted[0]).toBe(flat);
  });
});
