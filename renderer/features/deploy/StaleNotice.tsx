import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './DeployDialog.module.css';

interface StaleNoticeProps {
  readonly revision: number;
  readonly onView: () => void;
  readonly onOverwrite: () => void;
}

/** Somebody deployed after this plan was made: look first, or say that theirs shall go. */
export function StaleNotice({ revision, onView, onOverwrite }: StaleNoticeProps) {
  const { t } = useTranslation();
  return (
    <div className={classes['problems']} data-severity="warning" role="alert">
      <h3 className={classes['heading']}>{t('deploy.staleTitle', { revision })}</h3>
      <p className={classes['quiet']}>{t('deploy.staleBody')}</p>
      <Group gap="xs" mt={6}>
        <Button variant="default" onClick={onView}>
          {t('deploy.staleView')}
        </Button>
        <Button variant="default" onClick={onOverwrite}>
          {t('deploy.staleOverwrite', { revision })}
        </Button>
      </Group>
    </div>
  );
}
