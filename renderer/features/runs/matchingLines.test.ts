import { describe, expect, it } from 'vitest';
import type { LogLine } from '../../client/index.ts';
import { matchingLines } from './matchingLines.ts';

const line = (id: number, entry: Partial<LogLine['entry']>): LogLine => ({
  id,
  entry: { atMs: 0, level: 'info', message: '', ...entry },
});
const LINES = [
  line(1, { pipeline: 'p', message: 'Started' }),
  line(2, { pipeline: 'q', message: 'Started' }),
  line(3, { message: 'member is ready' }),
  line(4, {
    pipeline: 'p',
    level: 'error',
    node: 'sink',
    message: 'failed',
    error: { code: 'files.disk_full', message: 'no space' },
  }),
];
const ids = (search: string, problemsOnly = false): number[] =>
  matchingLines(LINES, { pipeline: 'p', search, problemsOnly }).map(({ id }) => id);

describe('matchingLines', () => {
  it('shows the pipeline and the member, not other pipelines', () => {
    expect(ids('')).toEqual([1, 3, 4]);
  });

  it('searches messages, nodes and errors', () => {
    expect([ids('STARTED'), ids('sink'), ids('disk_full'), ids('no space')]).toEqual([[1], [4], [4], [4]]);
  });

  it('can leave out what is fine', () => {
    expect(ids('', true)).toEqual([4]);
  });
});
