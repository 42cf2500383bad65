import type { FieldType, Value } from '@gantry/sdk';
import { describe, expect, it } from 'vitest';
import { row, runTransform } from '../support/runTransform.ts';
import { cast } from './cast.ts';

describe('cast', () => {
  const cases: readonly (readonly [Value, FieldType, Value | undefined])[] = [
    ['12', 'int32', 12],
    ['12.5', 'int32', undefined],
    [12.5, 'int64', undefined],
    [300, 'uint8', undefined],
    [-1, 'uint64', undefined],
    ['18446744073709551615', 'uint64', 18_446_744_073_709_551_615n],
    [7n, 'int64', 7],
    ['1e3', 'float64', 1000],
    ['abc', 'float64', undefined],
    ['', 'float64', undefined],
    [0.1, 'decimal', '0.1'],
    [1e21, 'decimal', '1000000000000000000000'],
    [1.5e-7, 'decimal', '0.00000015'],
    ['123456789012345678901234567890.10', 'decimal', '123456789012345678901234567890.10'],
    ['yes', 'boolean', true],
    [0, 'boolean', false],
    ['maybe', 'boolean', undefined],
    [12n, 'string', '12'],
    [{ a: 5n }, 'string', '{"a":5}'],
    [new Uint8Array([0xff]), 'string', undefined],
    ['é', 'bytes', new Uint8Array([0xc3, 0xa9])],
    ['{"a":1}', 'object', { a: 1 }],
    ['[1]', 'object', undefined],
    ['[1]', 'array', [1]],
    ['{"a": 1}', 'json', '{"a": 1}'],
    ['no json', 'json', undefined],
    ['2026-01-31T08:00:00.123456Z', 'timestamp', '2026-01-31 08:00:00.123456'],
    ['2026-01-31T08:00:00.5+02:00', 'timestamp', '2026-01-31 06:00:00.5'],
    [0, 'datetime', '1970-01-01 00:00:00'],
    ['0000-00-00', 'datetime', '0000-00-00 00:00:00'],
    ['2026-01-31 08:00', 'date', '2026-01-31'],
    ['2026-01-31T08:00:01Z', 'time', '08:00:01'],
    ['-12:30', 'time', '-12:30'],
    ['31.01.2026', 'date', undefined],
    [2026, 'year', '2026'],
    ['a1b2c3d4-0000-4000-8000-00000000000f', 'uuid', 'a1b2c3d4-0000-4000-8000-00000000000f'],
    ['nope', 'uuid', undefined],
    [null, 'int8', null],
  ];

  it.each(cases)('turns %s into %s as %s', (value, type, expected) => {
    const { emitted, failed } = runTransform(cast, { fields: { x: type }, invalid: 'fail' }, [row({ x: value })]);
    if (expected === undefined) expect(failed[0]?.error.code).toBe('transforms.not_convertible');
    else expect(emitted[0]?.after?.['x']).toEqual(expected);
  });

  it('names the field and the kind of the value, not the value', () => {
    const { failed } = runTransform(cast, { fields: { card: 'int64' }, invalid: 'fail' }, [row({ card: '4111-1111' })]);
    expect(failed[0]?.error.message).toBe('the field card holds a string that cannot become int64 without loss');
  });

  it('sets values that do not fit to null when told to', () => {
    const { emitted } = runTransform(cast, { fields: { x: 'int8' }, invalid: 'null' }, [row({ x: 'no' })]);
    expect(emitted[0]?.after).toEqual({ x: null });
  });

  it('casts nested fields, both rows, key and schema', () => {
    const schema = {
      name: 't',
      fields: [{ name: 'id', type: 'string' as const, nullable: false, sourceType: 'varchar(9)' }],
    };
    const record = row({ id: '7', in: { n: '8' } }, { key: { id: '7' }, before: { id: '6' }, schema });
    const { emitted } = runTransform(cast, { fields: { id: 'int32', 'in.n': 'int32' }, invalid: 'fail' }, [record]);
    expect(emitted[0]).toMatchObject({ key: { id: 7 }, before: { id: 6 }, after: { id: 7, in: { n: 8 } } });
    expect(emitted[0]?.schema?.fields).toEqual([{ name: 'id', type: 'int32', nullable: false }]);
  });
});
