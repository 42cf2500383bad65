import { describe, expect, it } from 'vitest';
import { createAutosave } from './autosave.ts';
import type { DraftPort } from './autosave.ts';
import { manualTimers } from './testTimers.ts';

/** A workspace that counts etags and can be made to fail or to have been changed by somebody else. */
function workspace() {
  const state = { text: 'first', etag: 1, failing: false, saves: [] as string[] };
  const drafts: DraftPort = {
    save: (_name, text, etag) => {
      if (state.failing) return Promise.reject(new Error('the member does not answer'));
      if (etag !== String(state.etag))
        return Promise.resolve({ saved: false, theirs: { text: state.text, etag: String(state.etag) } });
      state.text = text;
      state.etag += 1;
      state.saves.push(text);
      return Promise.resolve({ saved: true, etag: String(state.etag) });
    },
  };
  return { state, drafts };
}

function open() {
  const { state, drafts } = workspace();
  const timers = manualTimers();
  const shown: string[] = [];
  let text = 'first';
  const autosave = createAutosave({
    name: 'orders',
    etag: '1',
    drafts,
    timers,
    text: () => text,
    onState: ({ saveState }) => shown.push(saveState),
  });
  const type = (next: string): void => {
    text = next;
    autosave.changed();
  };
  return { state, timers, shown, autosave, type };
}

describe('autosave', () => {
  it('saves once when typing pauses', async () => {
    const { state, timers, autosave, type, shown } = open();
    type('a');
    timers.advance(500);
    type('ab');
    timers.advance(799);
    expect(state.saves).toEqual([]);
    timers.advance(1);
    await autosave.now();
    expect(state.saves).toEqual(['ab']);
    expect(shown.at(-1)).toBe('saved');
  });

  it('saves what changed while a save was under way', async () => {
    const { state, autosave, type } = open();
    type('a');
    const saving = autosave.now();
    type('b');
    await saving;
    await autosave.now();
    expect(state.saves).toEqual(['a', 'b']);
  });

  it('tries again after a failure and loses nothing', async () => {
    const { state, timers, autosave, type, shown } = open();
    state.failing = true;
    type('a');
    await autosave.now();
    expect(shown.at(-1)).toBe('failed');
    state.failing = false;
    timers.advance(5000);
    await autosave.now();
    expect(state.saves).toEqual(['a']);
  });

  it('stops at a conflict, overwrites nothing, and goes on once it is resolved', async () => {
    const { state, timers, autosave, type, shown } = open();
    Object.assign(state, { text: 'theirs', etag: 7 });
    type('mine');
    await autosave.now();
    expect(shown.at(-1)).toBe('conflict');
    type('mine 2');
    timers.advance(60_000);
    expect(state.text).toBe('theirs');
    expect(autosave.resolve()).toEqual({ text: 'theirs', etag: '7' });
    await autosave.now();
    expect(state.text).toBe('mine 2');
  });

  it('saves what is unsaved when it is closed', async () => {
    const { state, autosave, type } = open();
    type('last words');
    await autosave.close();
    expect(state.saves).toEqual(['last words']);
  });
});
