import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DeploymentDto } from '../../../runtime/api/contract.ts';
import classes from './DeployDialog.module.css';
import { endedSourcesOf, sourcesOf } from './startOver.ts';

interface ReadAgainOptionProps {
  readonly deployment: DeploymentDto;
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
}

/** Offers to begin anew. Stands out where sources have ended: without it a change there would show nothing. */
export function ReadAgainOption({ deployment, value, onChange }: ReadAgainOptionProps) {
  const { t } = useTranslation();
  const ended = endedSourcesOf(deployment);
  const explains = value || ended.length > 0;
  if (sourcesOf(deployment).length === 0) return null;
  return (
    <section className={classes['again']} data-ended={ended.length > 0 || undefined}>
      {ended.length > 0 && <p>{t('deploy.readAgainEnded', { count: ended.length, sources: ended.join(', ') })}</p>}
      <Checkbox
        label={t('deploy.readAgain')}
        checked={value}
        onChange={(event) => onChange(event.currentTarget.checked)}
        aria-describedby={explains ? 'read-again-help' : undefined}
      />
      {explains && (
        <p id="read-again-help" className={classes['againHelp']}>
          {t('deploy.readAgainHelp')}
        </p>
      )}
    </section>
  );
}
