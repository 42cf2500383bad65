import type { ReactNode } from 'react';
import classes from './notices.module.css';

interface EmptyNoticeProps {
  readonly icon?: ReactNode;
  readonly title: string;
  /** Why it is empty and what would fill it. */
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

/** Where there is nothing to show: says why, and what to do about it. */
export function EmptyNotice({ icon, title, children, actions }: EmptyNoticeProps) {
  return (
    <div className={classes['notice']}>
      {icon !== undefined && (
        <span className={classes['icon']} aria-hidden="true">
          {icon}
        </span>
      )}
      <span className={classes['title']}>{title}</span>
      {children !== undefined && <span className={classes['body']}>{children}</span>}
      {actions !== undefined && <div className={classes['actions']}>{actions}</div>}
    </div>
  );
}
