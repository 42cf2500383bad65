import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLive } from '../../document/index.ts';
import { useDeploymentChanges } from '../../features/deploy/common.ts';
import { useFormats } from '../../i18n/index.ts';
import { StateBadge, useNow } from '../../ui/index.ts';
import classes from './PipelineHeader.module.css';

/** What runs, and how far the draft is from it. */
export function DeploymentStatus() {
  const { t } = useTranslation();
  const formats = useFormats();
  const now = useNow(30_000);
  const state = useLive((live) => live.state);
  const deployment = useLive((live) => live.deployment);
  const changes = useDeploymentChanges();
  if (deployment === undefined) return <StateBadge state="draft" />;
  const when = t('frame.deployedAt', {
    revision: deployment.revision,
    when: formats.ago(deployment.deployedAtMs, now),
  });
  return (
    <span className={classes['status']}>
      <Tooltip label={when}>
        <span>
          <StateBadge state={state ?? deployment.state} />
        </span>
      </Tooltip>
      {changes !== undefined && changes > 0 ? (
        <span className={classes['changes']}>{t('frame.changes', { count: changes })}</span>
      ) : (
        <span className={classes['quiet']}>{t('frame.revision', { revision: deployment.revision })}</span>
      )}
    </span>
  );
}
