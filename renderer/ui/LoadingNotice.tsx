import { Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './notices.module.css';

/** Shown while something is on its way. */
export function LoadingNotice({ label }: { readonly label?: string }) {
  const { t } = useTranslation();
  return (
    <div className={classes['notice']} role="status">
      <Loader size="sm" type="dots" />
      <span>{label ?? t('common.loading')}</span>
    </div>
  );
}
