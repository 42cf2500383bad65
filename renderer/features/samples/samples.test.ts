import { describe, expect, it } from 'vitest';
import type { SampleRecordDto } from '../../../runtime/api/contract.ts';
import type { Pipeline } from '../../../runtime/spec/types.ts';
import { jsonTokens } from './jsonTokens.ts';
import { cellText, isMasked, recordColumns, rowOf } from './recordColumns.ts';
import { targetOfSelection, targetOptions } from './sampleTargets.ts';

const record = (more: Partial<SampleRecordDto>): SampleRecordDto => ({
  atMs: 0,
  op: 'read',
  key: null,
  before: null,
  after: null,
  source: {},
  timestampMs: 0,
  ...more,
});

describe('record columns', () => {
  it('are the fields of all records, of deleted ones as they were', () => {
    expect(
      recordColumns([
        record({ after: { a: 1, b: 2 } }),
        record({ op: 'delete', before: { c: 3 } }),
        record({ after: 'text' }),
      ]),
    ).toEqual(['a', 'b', 'c', 'value']);
    expect(rowOf(record({ after: [1] }))).toEqual({ value: [1] });
  });

  it('show values on one line, and know what was masked', () => {
    expect([cellText('x'), cellText(null), cellText({ a: [1] }), cellText(undefined)]).toEqual([
      'x',
      'null',
      '{"a":[1]}',
      '',
    ]);
    expect([isMasked('•••'), isMasked('***'), isMasked('a•••'), isMasked(3)]).toEqual([true, true, false, false]);
  });
});

describe('sample targets', () => {
  const pipeline = {
    nodes: { s: { source: 'files' }, f: { transform: 'filter' }, look: { sink: 'inspect' }, out: { sink: 'files' } },
    edges: ['s -> f', 'f -> look', 'f -> out'],
  } as unknown as Pipeline;
  const options = targetOptions(pipeline);
  const of = (selection: { nodes?: string[]; edges?: string[] }): string | undefined =>
    targetOfSelection(options, { nodes: [], edges: [], ...selection });

  it('are every edge, and every sink that shows what it gets', () => {
    expect(options).toEqual([
      { id: 's->f', target: { edge: 's->f' } },
      { id: 'f->look', target: { edge: 'f->look' } },
      { id: 'f->out', target: { edge: 'f->out' } },
      { id: 'look', target: { node: 'look' } },
    ]);
  });

  it('follow the selection: the edge, what a sink shows, what leaves a node, what enters it', () => {
    expect([
      of({ edges: ['f->out'] }),
      of({ nodes: ['look'] }),
      of({ nodes: ['s'] }),
      of({ nodes: ['out'] }),
      of({}),
    ]).toEqual(['f->out', 'look', 's->f', 'f->out', undefined]);
  });
});

describe('jsonTokens', () => {
  it('cuts JSON without losing a character', () => {
    const text = JSON.stringify({ 'a "b"': [1, -2.5e3, true, null, 'c: 3'] }, null, 2);
    const tokens = jsonTokens(text);
    expect(tokens.map((token) => token.text).join('')).toBe(text);
    expect(tokens.filter(({ kind }) => kind !== 'plain').map(({ kind }) => kind)).toEqual([
      'key',
      'number',
      'number',
      'word',
      'word',
      'string',
    ]);
  });
});
