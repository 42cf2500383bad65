import { useEffect, useState } from 'react';

/** For a dialog that is there only while it is open: gives the focus back to what had it before. */
export function useReturnFocus(): void {
  const [opener] = useState(findOpener);
  useEffect(
    () => () => {
      // After the dialog's own trap has let go.
      requestAnimationFrame(() => {
        if (opener?.isConnected === true) opener.focus({ preventScroll: true });
      });
    },
    [opener],
  );
}

/** What has the focus now; for a menu's item, which goes with its menu, the button that opened the menu. */
function findOpener(): HTMLElement | null {
  const focused = document.activeElement;
  const menu = focused?.closest('[role="menu"]');
  if (menu !== null && menu !== undefined) return document.getElementById(menu.getAttribute('aria-labelledby') ?? '');
  return focused instanceof HTMLElement ? focused : null;
}
