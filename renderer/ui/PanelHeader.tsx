import type { ReactNode } from 'react';
import classes from './PanelHeader.module.css';

interface PanelHeaderProps {
  readonly title: ReactNode;
  readonly icon?: ReactNode;
  readonly children?: ReactNode;
}

/** A panel's first line: what it is about, and what can be done with it. */
export function PanelHeader({ title, icon, children }: PanelHeaderProps) {
  return (
    <div className={classes['header']}>
      {icon}
      <h2 className={classes['title']}>{title}</h2>
      <div className={classes['actions']}>{children}</div>
    </div>
  );
}
