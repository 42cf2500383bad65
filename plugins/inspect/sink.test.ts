import type { GantryRecord, TaskContext } from '@gantry/sdk';
import { describe, expect, it } from 'vitest';
import { inspect } from './sink.ts';

function record(n: number): GantryRecord {
  return { op: 'read', key: null, before: null, after: { n }, source: { connector: 'test' }, timestampMs: 0 };
}

function taskShowing(shown: GantryRecord[], keep: number): ReturnType<typeof inspect.createTask> {
  const show = (records: readonly GantryRecord[]): void => void shown.push(...records);
  return inspect.createTask({ config: { keep }, show } as unknown as TaskContext<{ keep: number }>);
}

describe('inspect', () => {
  const { signal } = new AbortController();

  it('shows what it is given, the last records of a batch that is larger than asked for', async () => {
    const shown: GantryRecord[] = [];
    const task = taskShowing(shown, 2);
    await task.open(null, signal);
    await task.write([record(1)], signal);
    await task.write([record(2), record(3), record(4)], signal);
    expect(shown).toEqual([record(1), record(3), record(4)]);
  });

  it('goes on counting from its state', async () => {
    const task = taskShowing([], 5);
    await task.open({ seen: 40 }, signal);
    await task.write([record(1), record(2)], signal);
    expect(await task.flush(signal)).toEqual({ seen: 42 });
    expect(await task.close('stopped')).toEqual({ seen: 42 });
  });
});
