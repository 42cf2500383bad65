import { describe, expect, it } from 'vitest';
import { jsonLines } from './jsonLines.ts';

const PLACE = { path: 'a.jsonl', line: 1, offset: 0 };

function take(text: string | Uint8Array, last = true) {
  const bytes = Buffer.from(text);
  return jsonLines.take(bytes, 0, bytes.length, last, PLACE);
}

describe('jsonLines', () => {
  it('parses complete lines and leaves an unfinished one', () => {
    expect(take('{"a":1}\n{"a":2}\n{"a"', false)).toEqual({
      bytes: 16,
      lines: 2,
      rows: [{ a: 1 }, { a: 2 }],
      lineOf: [0, 1],
      failures: [],
    });
  });

  it('takes the last line without a line break when no more comes', () => {
    expect(take('{"a":1}\r\n{"a":2}').rows).toEqual([{ a: 1 }, { a: 2 }]);
  });

  it('keeps every digit of integers and decimals', () => {
    const line =
      '{"big":9223372036854775807,"neg":[-9223372036854775808],"dec":12345678901234567.125,"short":0.30000000000000004,"safe":9007199254740991,"text":"12345678901234567890"}';
    // Alone, and among lines that need the slower way.
    for (const text of [`{"a":1}\n${line}\n`, `{"a":1}\n${line}\n!\n`]) {
      expect(take(text).rows).toEqual([
        { a: 1 },
        {
          big: 9223372036854775807n,
          neg: [-9223372036854775808n],
          dec: '12345678901234567.125',
          short: 0.30000000000000004,
          safe: 9007199254740991,
          text: '12345678901234567890',
        },
      ]);
    }
  });

  it('is not deceived by texts that look like numbers, nor by malformed ones', () => {
    const text =
      '{"t":"a:12345678901234567,b","u":"[12345678901234567]","n":12345678901234567}\n{"n":0012345678901234567}\n{"n":1.2.3456789012345678}\n{"__proto__":[12345678901234567]}\n12345678901234567\n';
    const { rows, failures } = take(text);
    expect(rows.slice(0, 1)).toEqual([{ t: 'a:12345678901234567,b', u: '[12345678901234567]', n: 12345678901234567n }]);
    expect(rows.at(-1)).toEqual({ value: 12345678901234567n });
    expect(Object.entries(rows[1] ?? {})).toEqual([['__proto__', [12345678901234567n]]]);
    expect(failures.map((failure) => failure.line)).toEqual([1, 2]);
  });

  it('finds a long number wherever it stands', () => {
    for (let shift = 0; shift < 40; shift++) {
      expect(take(`{"${'x'.repeat(shift)}":1234567890123456789}`).rows).toEqual([
        { ['x'.repeat(shift)]: 1234567890123456789n },
      ]);
    }
  });

  it('makes a row of a value that is none, and skips empty lines', () => {
    expect(take('5\n\n  \n[1]\n"x"\nnull\n')).toMatchObject({
      lines: 6,
      rows: [{ value: 5 }, { value: [1] }, { value: 'x' }, { value: null }],
      lineOf: [0, 3, 4, 5],
      failures: [],
    });
  });

  it('names a malformed line without quoting it', () => {
    const { rows, failures } = take('{"a":1}\n{"password":"x",}\n{"a":2}\n');
    expect(rows).toEqual([{ a: 1 }, { a: 2 }]);
    expect(failures).toMatchObject([
      {
        at: 1,
        from: 8,
        to: 25,
        line: 1,
        error: { code: 'files.line_malformed', message: 'a.jsonl:2 is not valid JSON: at character 17' },
      },
    ]);
  });

  it('is not deceived by lines that are good only together', () => {
    for (const text of ['{"a":[1\n2]}\n', '{"a":[{}\n{}]}\n{},{}\n', '1,2\n3\n', '{"a":"x\ny"}\n[1\n2]\n']) {
      const { failures, rows } = take(text);
      expect(failures.length, text).toBeGreaterThan(0);
      expect(rows.length + failures.length).toBe(text.split('\n').length - 1);
    }
  });

  it('names the byte that is not UTF-8, and takes the lines around it', () => {
    const text = Buffer.concat([Buffer.from('{"a":"ü"}\n{"a":"'), Buffer.from([0xfc]), Buffer.from('"}\n{"a":3}\n')]);
    const { rows, failures } = take(text);
    expect(rows).toEqual([{ a: 'ü' }, { a: 3 }]);
    expect(failures).toMatchObject([
      {
        at: 1,
        error: {
          code: 'files.encoding_invalid',
          message: 'a.jsonl:2 is not valid UTF-8 at byte 17 of the file (0xfc)',
        },
      },
    ]);
  });

  it('keeps a field called __proto__ as a field', () => {
    const [row] = take('{"__proto__":{"x":1}}\n').rows;
    expect(Object.keys(row ?? {})).toEqual(['__proto__']);
  });
});
