import { createHash, createHmac } from 'node:crypto';
import { fieldAnnotation } from '@gantry/sdk';
import { describe, expect, it } from 'vitest';
import { hash } from './hash.ts';
import { mask } from './mask.ts';
import { row, runTransform } from './support/runTransform.ts';

const base = { fields: ['x'], keep: 4, character: '*' };

function masked(options: object, value: unknown): unknown {
  const { emitted } = runTransform(mask, { ...base, style: 'full', ...options }, [row({ x: value as string, y: 1 })]);
  return emitted[0]?.after?.['x'];
}

describe('mask', () => {
  it.each([
    [{}, 'secret', '********'],
    [{}, 12, '********'],
    [{}, { a: 1 }, '********'],
    [{}, null, null],
    [{ style: 'keep-last' }, '4111111111111111', '************1111'],
    [{ style: 'keep-last', keep: 2, character: '#' }, 12345, '###45'],
    [{ style: 'keep-last' }, 'abc', '********'],
    [{ style: 'email' }, 'ada@example.org', 'a*****@example.org'],
    [{ style: 'email' }, 'no address', '********'],
    [{ style: 'pattern', pattern: '[0-9]+' }, 'room 101, floor 7', 'room ***, floor *'],
  ])('with %j turns %j into %j', (options, value, expected) => {
    expect(masked(options, value)).toBe(expected);
  });

  it('cannot be hung by a pattern', () => {
    expect(masked({ style: 'pattern', pattern: '^(a+)+$' }, `${'a'.repeat(20_000)}!`)).toBe(`${'a'.repeat(20_000)}!`);
  });

  it('masks the before row and the key too, and makes the field a text', () => {
    const schema = { name: 't', fields: [{ name: 'x', type: 'int64' as const }], key: ['x'] };
    const record = row({ x: 1 }, { before: { x: 2 }, key: { x: 1 }, schema });
    const [hidden] = runTransform(mask, { ...base, style: 'full' }, [record]).emitted;
    expect(JSON.stringify([hidden?.key, hidden?.before, hidden?.after])).not.toMatch(/[12]/);
    expect(hidden?.schema?.fields).toEqual([{ name: 'x', type: 'string' }]);
  });

  it('tells compile which fields to hide from samples', () => {
    for (const { config } of [mask, hash])
      expect(fieldAnnotation(config.properties['fields']?.['items']).meaning).toBe('masked-field');
  });

  it('refuses a pattern that is missing or wrong', () => {
    expect(() => masked({ style: 'pattern' }, 'x')).toThrow(
      expect.objectContaining({ code: 'transforms.missing_option' }),
    );
    expect(() => masked({ style: 'pattern', pattern: '(' }, 'x')).toThrow(
      expect.objectContaining({ code: 'transforms.bad_pattern' }),
    );
  });
});

describe('hash', () => {
  it('gives the HMAC or the digest of the text', () => {
    const salted = runTransform(hash, { fields: ['x'], algorithm: 'hmac-sha256', salt: 's3cret' }, [
      row({ x: 7 }),
      row({ x: '7' }),
    ]);
    const expected = createHmac('sha256', 's3cret').update('7').digest('hex');
    expect(salted.emitted.map((record) => record.after?.['x'])).toEqual([expected, expected]);
    const bare = runTransform(hash, { fields: ['x'], algorithm: 'sha256' }, [row({ x: 'é' }), row({ x: null })]);
    expect(bare.emitted.map((record) => record.after?.['x'])).toEqual([
      createHash('sha256').update('é').digest('hex'),
      null,
    ]);
  });

  it('refuses an HMAC without a salt', () => {
    expect(() => runTransform(hash, { fields: ['x'], algorithm: 'hmac-sha256' }, [])).toThrow(
      expect.objectContaining({ code: 'transforms.missing_option' }),
    );
  });
});
