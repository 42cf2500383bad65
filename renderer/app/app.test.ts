import { describe, expect, it } from 'vitest';
import { hashOf, placeOf } from './router.ts';
import { keysOf } from './useShortcuts.ts';

describe('router', () => {
  it('finds its way back to every name', () => {
    expect(placeOf(hashOf({ page: 'pipeline', name: 'a/b c' }))).toEqual({ page: 'pipeline', name: 'a/b c' });
  });

  it('takes what it does not know for home', () => {
    expect(['', '#/', '#/nowhere', '#/pipelines/', '#/pipelines/%E0%A4%A'].map((hash) => placeOf(hash).page)).toEqual([
      'home',
      'home',
      'home',
      'home',
      'home',
    ]);
  });
});

describe('keysOf', () => {
  const press = (
    key: string,
    modifiers: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey', boolean>> = {},
  ) => keysOf({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...modifiers });

  it('names Ctrl and Cmd alike, and Shift only with letters and named keys', () => {
    expect([
      press('s', { ctrlKey: true }),
      press('Z', { metaKey: true, shiftKey: true }),
      press('Enter', { ctrlKey: true }),
      press('?', { shiftKey: true }),
    ]).toEqual(['mod+s', 'mod+shift+z', 'mod+enter', '?']);
  });
});
