import { describe, expect, it } from 'vitest';
import { closestName, nameHint } from './closestName.ts';

describe('closestName', () => {
  it('finds what was probably meant', () => {
    const known = ['files', 'mysql', 'http', 'jsonl', 'csv'];
    expect(['fils', 'myslq', 'HTTP', 'josnl', 'cvs'].map((given) => closestName(given, known))).toEqual([
      'files',
      'mysql',
      'http',
      'jsonl',
      'csv',
    ]);
  });

  it('does not guess where nothing is near', () => {
    expect(closestName('kafka', ['files', 'mysql'])).toBeUndefined();
    expect(closestName('x', ['ab', 'cd'])).toBeUndefined();
  });

  it('stays quick for long names among many', () => {
    const known = Array.from({ length: 2000 }, (_, index) => `node-${index}-${'x'.repeat(60)}`);
    expect(closestName(`node-7-${'x'.repeat(59)}y`, known)).toBe(`node-7-${'x'.repeat(60)}`);
  });
});

describe('nameHint', () => {
  it('says what there is where it cannot guess, and no more than helps', () => {
    expect(nameHint('kafka', ['files', 'mysql'])).toBe('There are: files, mysql.');
    expect(nameHint('kafka', [])).toBe('There are none.');
    expect(
      nameHint(
        'zzz',
        Array.from({ length: 20 }, (_, index) => `name${index}`),
      ),
    ).toMatch(/ and 8 more\.$/);
  });
});
