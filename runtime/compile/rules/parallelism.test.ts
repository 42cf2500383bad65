import { describe, expect, it } from 'vitest';
import { codes, documentOf, said } from '../testing/document.ts';
import { IN } from '../testing/nodes.ts';

describe('parallelism', () => {
  it('refuses several tasks where there can be one writer', () => {
    expect(codes(documentOf([IN, 'out: { sink: files, tasks: 2, config: { path: b } }'], ['in -> out']))).toEqual([
      'sink_not_parallel nodes.out.tasks',
    ]);
  });

  it('warns of tasks that will have no queue', () => {
    const text = (queues: string): string =>
      documentOf([IN, `t: { topic: t${queues} }`, 'out: { sink: inspect, tasks: 3 }'], ['in -> t', 't -> out']);
    expect(said(text(', queues: 2'))).toMatchObject([
      { code: 'compile.tasks_idle', severity: 'warning', path: 'nodes.out.tasks' },
    ]);
    expect(codes(text(', queues: 3'))).toEqual([]);
    expect(codes(text(''))).toEqual([]);
  });
});
