import { describe, expect, it } from 'vitest';
import { route } from './route.ts';
import { row, runTransform } from './support/runTransform.ts';

describe('route', () => {
  const cases = [
    { when: "after.country == 'DE'", topic: 'german-orders' },
    { when: 'after.amount > 100', table: 'large_{after.country}_{op}' },
  ];

  it('takes the first case that holds, else the way the graph says', () => {
    const records = [
      row({ country: 'DE', amount: 500 }),
      row({ country: 'FR', amount: 500 }),
      row({ country: 'FR', amount: 1 }),
    ];
    const { emitted } = runTransform(route, { cases }, records);
    expect(emitted.map((record) => record.route)).toEqual([
      { topic: 'german-orders' },
      { table: 'large_FR_create' },
      undefined,
    ]);
  });

  it('sends what no case holds for elsewhere when told to, and keeps an earlier route it does not change', () => {
    const { emitted } = runTransform(route, { cases: [], otherwise: { table: 'rest{{}}' } }, [
      row({ a: 1 }, { route: { topic: 't' } }),
    ]);
    expect(emitted[0]?.route).toEqual({ topic: 't', table: 'rest{}' });
  });

  it('fails records whose table cannot be told', () => {
    const config = { cases: [], otherwise: { table: 'orders_{after.country}' } };
    const { failed } = runTransform(route, config, [row({ country: null }), row({ country: '' }), row({})]);
    expect(failed.map(({ error }) => error.code)).toEqual([
      'expression.empty_value',
      'expression.empty_value',
      'expression.failed',
    ]);
  });

  it('refuses a route to nowhere and a template that is not closed', () => {
    expect(() => runTransform(route, { cases: [], otherwise: {} }, [])).toThrow(
      expect.objectContaining({ code: 'transforms.missing_option' }),
    );
    expect(() => runTransform(route, { cases: [], otherwise: { table: 'a_{x' } }, [])).toThrow(
      expect.objectContaining({ code: 'expression.bad_template' }),
    );
  });
});
