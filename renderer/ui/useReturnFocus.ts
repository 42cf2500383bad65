import { useEffect, useState } from 'react';

/**
 * For a dialog that is there only while it is open: gives the focus back to what had it before. A menu's item is gone by then, so
 * what opened the menu gets it.
 */
export function useReturnFocus(): void {
  const [opener] = useState(() => document.activeElement);
  const [menu] = useState(() => opener?.closest('[role="menu"]')?.id);
  useEffect(
    () => () => {
      const target = menu === undefined ? opener : document.querySelector(`[aria-controls="${CSS.escape(menu)}"]`);
      // After the dialog's own trap has let go.
      requestAnimationFrame(() => {
        if (target instanceof HTMLElement && target.isConnected) target.focus({ preventScroll: true });
      });
    },
    [opener, menu],
  );
}
