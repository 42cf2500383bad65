import { describe, expect, it } from 'vitest';
import { filter } from './filter.ts';
import { row, runTransform } from './support/runTransform.ts';

describe('filter', () => {
  const paid = row({ status: 'paid', amount: 20 });
  const open = row({ status: 'open', amount: 5 });

  it('keeps the records its condition holds for, unchanged', () => {
    const { emitted } = runTransform(filter, { where: "after.status == 'paid'", mode: 'keep' }, [open, paid, open]);
    expect(emitted).toHaveLength(1);
    expect(emitted[0]).toBe(paid);
  });

  it('drops them instead when asked to', () => {
    expect(runTransform(filter, { where: 'after.amount > 10', mode: 'drop' }, [open, paid]).emitted).toEqual([open]);
  });

  it('gives a record without the field to the error policy, and goes on', () => {
    const strange = row({ other: 1 });
    const { emitted, failed } = runTransform(filter, { where: 'after.amount > 10', mode: 'keep' }, [strange, paid]);
    expect(emitted).toEqual([paid]);
    expect(failed).toEqual([{ record: strange, error: expect.objectContaining({ code: 'expression.failed' }) }]);
  });

  it('passes a delete whose fate the condition cannot tell, and judges one it can', () => {
    const deletion = row(null, { op: 'delete', before: { status: 'open' } });
    for (const mode of ['keep', 'drop'] as const) {
      expect(runTransform(filter, { where: "after.status == 'paid'", mode }, [deletion]).emitted).toEqual([deletion]);
    }
    expect(runTransform(filter, { where: "op != 'delete'", mode: 'keep' }, [deletion]).emitted).toEqual([]);
  });

  it('fails a record for which the condition is no boolean', () => {
    const { failed } = runTransform(filter, { where: 'after.status', mode: 'keep' }, [paid]);
    expect(failed[0]?.error.code).toBe('transforms.not_boolean');
  });

  it('refuses an invalid condition when it is made', () => {
    expect(() => runTransform(filter, { where: 'after.a >', mode: 'keep' }, [])).toThrow(
      expect.objectContaining({ code: 'expression.invalid' }),
    );
  });
});
