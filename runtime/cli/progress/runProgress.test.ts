import { expect, test } from 'vitest';
import type { RunProgress } from '../../index.ts';
import { progressLine } from './runProgress.ts';

test('the line of a run says what moved, and what is wrong only where something is', () => {
  const figures = {
    recordsIn: 0,
    recordsOut: 0,
    bytesIn: 0,
    bytesOut: 0,
    recordsPerSecond: 240,
    bytesPerSecond: 0,
    errors: 0,
    skipped: 0,
    deadLettered: 0,
  };
  const task = {
    id: 'a/in/all',
    pipeline: 'a',
    node: 'in',
    key: 'all',
    kind: 'source',
    state: 'running',
    member: 'm',
    attempt: 1,
    figures,
  } as const;
  const deployment = {
    name: 'a',
    revision: 1,
    hash: '',
    text: '',
    deployedAtMs: 0,
    desired: 'running',
    state: 'running',
    connectors: [],
    tasks: [task, { ...task, kind: 'sink', figures: { ...figures, lag: 100 } }],
  } as const;
  const progress: RunProgress = {
    deployment,
    idle: false,
    recordsIn: 1200,
    recordsOut: 1100,
    skipped: 0,
    deadLettered: 0,
    errors: 0,
  };
  expect(progressLine(progress, 12_300)).toBe('a: running  12 s  1,200 in  1,100 out  240/s  lag 100');
  expect(progressLine({ ...progress, skipped: 2, deadLettered: 1, errors: 3 }, 0)).toMatch(
    /lag 100 {2}2 skipped {2}1 dead letter {2}3 errors$/,
  );
});
