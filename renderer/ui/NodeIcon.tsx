import type { ReactNode } from 'react';
import classes from './NodeIcon.module.css';

/** The roles a thing on the canvas can have; each has its colours in tokens.css. */
export type Role = 'source' | 'transform' | 'converter' | 'topic' | 'sink';

interface NodeIconProps {
  readonly role: Role;
  readonly size?: number;
  readonly children: ReactNode;
}

/** An icon on its role's soft colour. Decoration: the name beside it says what it is. */
export function NodeIcon({ role, size = 24, children }: NodeIconProps) {
  return (
    <span className={classes['tile']} data-kind={role} style={{ width: size, height: size }} aria-hidden="true">
      {children}
    </span>
  );
}
