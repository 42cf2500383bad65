import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Mark } from '../ui/index.ts';
import classes from './AppHeader.module.css';
import { ConnectionMark } from './ConnectionMark.tsx';
import { PreferencesMenu } from './PreferencesMenu.tsx';

interface AppHeaderProps {
  /** Beside the mark: where one is. */
  readonly start?: ReactNode;
  readonly middle?: ReactNode;
  /** Before the connection's mark and the preferences. */
  readonly end?: ReactNode;
}

/** The one header of every page. */
export function AppHeader({ start, middle, end }: AppHeaderProps) {
  const { t } = useTranslation();
  return (
    <header className={classes['header']}>
      <a
        href="#/"
        className={classes['brand']}
        aria-label={start === undefined ? t('common.appName') : t('frame.home')}
      >
        <Mark />
        {start === undefined && <span>{t('common.appName')}</span>}
      </a>
      <div className={classes['start']}>{start}</div>
      <div className={classes['middle']}>{middle}</div>
      <div className={classes['end']}>
        {end}
        <ConnectionMark />
        <PreferencesMenu />
      </div>
    </header>
  );
}
