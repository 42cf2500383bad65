import type { RecordSchema } from '@gantry/sdk';
import { describe, expect, it } from 'vitest';
import { compute } from './compute.ts';
import { row, runTransform } from './support/runTransform.ts';

describe('compute', () => {
  it('sets fields in order, each seeing those before it', () => {
    const set = { total: 'after.price * after.quantity', 'labels.size': "after.total > 10 ? 'big' : 'small'" };
    const { emitted } = runTransform(compute, { set }, [row({ price: 2.5, quantity: 5, labels: { a: 1 } })]);
    expect(emitted[0]?.after).toEqual({ price: 2.5, quantity: 5, total: 12.5, labels: { a: 1, size: 'big' } });
  });

  it('leaves its input as it was', () => {
    const before = { n: 1 };
    runTransform(compute, { set: { n: 'after.n + 1' } }, [row(before)]);
    expect(before).toEqual({ n: 1 });
  });

  it('describes the new fields in a schema shared by all records that shared one', () => {
    const schema: RecordSchema = { name: 'orders', fields: [{ name: 'n', type: 'decimal' }], key: ['n'], version: 3 };
    const set = { n: '1', ok: 'true', text: "'x'", made: '[1]', any: 'after.n' };
    const { emitted } = runTransform(compute, { set }, [row({ n: '1' }, { schema }), row({ n: '2' }, { schema })]);
    expect(emitted[0]?.schema).toEqual({
      name: 'orders',
      key: ['n'],
      fields: [
        { name: 'n', type: 'int64' },
        { name: 'ok', type: 'boolean' },
        { name: 'text', type: 'string' },
        { name: 'made', type: 'array' },
        { name: 'any', type: 'any' },
      ],
    });
    expect(emitted[1]?.schema).toBe(emitted[0]?.schema);
  });

  it('lets deletes pass as they are', () => {
    const deletion = row(null, { op: 'delete', before: { n: 1 } });
    expect(runTransform(compute, { set: { m: 'after.n' } }, [deletion]).emitted[0]).toBe(deletion);
  });

  it('fails the one record an expression cannot be evaluated for', () => {
    const { emitted, failed } = runTransform(compute, { set: { m: 'after.n + 1' } }, [row({ n: 'x' }), row({ n: 1 })]);
    expect(emitted.map((record) => record.after)).toEqual([{ n: 1, m: 2 }]);
    expect(failed[0]?.error.code).toBe('expression.failed');
  });
});
