import { useEffect, useRef } from 'react';

/** Keys as `mod+s` (Ctrl, or Cmd on a Mac), `mod+shift+z`, `?`. */
export type Shortcuts = { readonly [keys: string]: () => void };

/** Listens on the page. Single keys are left alone while typing; Tab is never taken. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const current = useRef(shortcuts);
  current.current = shortcuts;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return;
      const keys = keysOf(event);
      const run = current.current[keys];
      if (run === undefined) return;
      // The text view and inputs have an undo of their own for what is being typed.
      if (isTyping(event.target) && !ALWAYS.has(keys)) return;
      event.preventDefault();
      run();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

/** What works in the middle of typing too. */
const ALWAYS = new Set(['mod+s', 'mod+enter']);

/** Names what was pressed, without Shift where the character says it already. */
export function keysOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>): string {
  const key = event.key.toLowerCase();
  const isLetter = /^[a-z]$/.test(key) || key.length > 1;
  return [
    event.ctrlKey || event.metaKey ? 'mod' : '', event.altKey ? 'alt' : '', event.shiftKey && isLetter ? 'shift' : '', key,
  ].filter((part) => part !== '').join('+');
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}
