import { describe, expect, it } from 'vitest';
import { codes, documentOf } from '../testing/document.ts';
import { OUT } from '../testing/nodes.ts';

describe('numbers', () => {
  it('refuses numbers that make no sense', () => {
    const text = documentOf(
      [
        'in: { source: files, tasks: 0, rate: -1, config: { path: a }, errors: { retries: -2, backoffMs: 0 } }',
        't: { topic: t, queues: 1.5 }',
        OUT,
      ],
      ['in -> t', 't -> out'],
      'errors: { backoffMs: 100, maxBackoffMs: 50 }',
    );
    expect(codes(text)).toEqual([
      'number_invalid errors.maxBackoffMs',
      'number_invalid nodes.in.tasks',
      'number_invalid nodes.in.rate',
      'number_invalid nodes.in.errors.retries',
      'number_invalid nodes.in.errors.backoffMs',
      'number_invalid nodes.t.queues',
    ]);
  });

  it('takes retries without end, and half a record a second', () => {
    expect(
      codes(
        documentOf(
          ['in: { source: files, rate: 0.5, config: { path: a }, errors: { retries: -1 } }', OUT],
          ['in -> out'],
        ),
      ),
    ).toEqual([]);
  });
});
