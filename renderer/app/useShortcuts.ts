import { useEffect, useEffectEvent } from 'react';

/** Keys as `mod+s` (Ctrl, or Cmd on a Mac), `mod+shift+z`, `?`. */
export type Shortcuts = { readonly [keys: string]: () => void };

/** Listens on the page. Single keys are left alone while typing; Tab is never taken. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent): void => {
    if (event.defaultPrevented) return;
    const keys = keysOf(event);
    const run = shortcuts[keys];
    // The text view and inputs have an undo of their own for what is being typed.
    if (run === undefined || (isTyping(event.target) && !ALWAYS.has(keys))) return;
    event.preventDefault();
    run();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => onKeyDown(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}

/** What works in the middle of typing too. */
const ALWAYS = new Set(['mod+s', 'mod+enter']);

/** Names what was pressed, without Shift where the character says it already. */
export function keysOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>): string {
  const key = event.key.toLowerCase();
  const isLetter = /^[a-z]$/.test(key) || key.length > 1;
  return [
    event.ctrlKey || event.metaKey ? 'mod' : '',
    event.altKey ? 'alt' : '',
    event.shiftKey && isLetter ? 'shift' : '',
    key,
  ]
    .filter((part) => part !== '')
    .join('+');
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}
