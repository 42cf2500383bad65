import { describe, expect, it } from 'vitest';
import { newHistory, record, redo, undo } from './history.ts';

describe('history', () => {
  it('goes back and forth over steps and keeps their labels', () => {
    let history = record(record(newHistory('a'), 'b', 'first', 0), 'c', 'second', 10);
    expect(history.past.map((entry) => entry.label)).toEqual(['first', 'second']);
    history = undo(undo(history));
    expect(history.present).toBe('a');
    expect(history.future.map((entry) => entry.label)).toEqual(['first', 'second']);
    expect(redo(redo(history)).present).toBe('c');
  });

  it('joins quick steps with one merge key and keeps slow ones apart', () => {
    const quick = record(record(newHistory('a'), 'ab', 'type', 0, 'text'), 'abc', 'type', 500, 'text');
    expect(undo(quick).present).toBe('a');
    const slow = record(record(newHistory('a'), 'ab', 'type', 0, 'text'), 'abc', 'type', 2000, 'text');
    expect(undo(slow).present).toBe('ab');
  });

  it('does not join steps across an undo', () => {
    const back = undo(record(newHistory('a'), 'ab', 'type', 0, 'text'));
    const again = record(back, 'ac', 'type', 100, 'text');
    expect(undo(again).present).toBe('a');
  });

  it('forgets what was undone once something new is done, and ignores a step that changes nothing', () => {
    const history = record(undo(record(newHistory('a'), 'b', 'first', 0)), 'c', 'other', 10);
    expect(history.future).toEqual([]);
    expect(record(history, 'c', 'nothing', 20)).toBe(history);
  });
});
