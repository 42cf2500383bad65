import { describe, expect, it } from 'vitest';
import { mapOf, rowsOf } from './mapRows.ts';
import { parseReference, printReference } from './secretReference.ts';

describe('map rows', () => {
  it('keep a row out of the map while its name is empty or taken', () => {
    const rows = [
      { key: 'a', value: 1 },
      { key: '', value: 2 },
      { key: 'a', value: 3 },
    ];
    expect(mapOf(rows)).toEqual({
      map: { a: 1 },
      unfinished: [
        { key: '', value: 2 },
        { key: 'a', value: 3 },
      ],
    });
  });

  it('show the map first, in its order, then what is unfinished', () => {
    expect(rowsOf({ b: 1, a: 2 }, [{ key: '', value: '' }]).map(({ key }) => key)).toEqual(['b', 'a', '']);
  });
});

describe('secret references', () => {
  it('are read back as they are printed', () => {
    for (const text of ['${env:DB_PASSWORD}', '${file:/run/secrets/db}', '${secret:dw}']) {
      const reference = parseReference(text);
      expect(reference && printReference(reference)).toBe(text);
    }
  });

  it('are not what is clear text', () => {
    expect(['hunter2', '${other:x}', 'x${env:A}'].map(parseReference)).toEqual([undefined, undefined, undefined]);
  });
});
