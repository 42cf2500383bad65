import { Button, CopyButton } from '@mantine/core';
import {
  IconAlertTriangleFilled,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconCircleXFilled,
  IconStethoscope,
} from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { CheckStep } from '@gantry/sdk';
import { useTranslation } from 'react-i18next';
import type { ComponentCallDto } from '../../../runtime/api/contract.ts';
import { useClient } from '../../client/index.ts';
import { ErrorNotice } from '../../ui/index.ts';
import classes from './CheckSteps.module.css';

const LOOKS = {
  passed: { icon: IconCircleCheckFilled, colour: 'var(--g-ok)' },
  failed: { icon: IconCircleXFilled, colour: 'var(--g-bad)' },
  warning: { icon: IconAlertTriangleFilled, colour: 'var(--g-warn)' },
  skipped: { icon: IconCircleDashed, colour: 'var(--g-text-faint)' },
} as const;

/** Tries out a source, sink or connection on the member, step by step up to the first that fails. */
export function CheckSteps({ call, label }: { readonly call: ComponentCallDto; readonly label: string }) {
  const { t } = useTranslation();
  const client = useClient();
  const check = useMutation({ mutationFn: () => client.check(call) });
  return (
    <div className={classes['check']}>
      <Button
        variant="default"
        leftSection={<IconStethoscope size={15} />}
        loading={check.isPending}
        onClick={() => check.mutate()}
      >
        {label}
      </Button>
      <div aria-live="polite">
        {check.isError && <ErrorNotice error={check.error} />}
        {check.isSuccess && (
          <ol className={classes['steps']} aria-label={t('connections.result')}>
            {check.data.map((step, index) => (
              <Step key={index} step={step} />
            ))}
          </ol>
        )}
      </div>
    </div>
  );
}

function Step({ step: { name, status, detail, fix } }: { readonly step: CheckStep }) {
  const { t } = useTranslation();
  const { icon: Icon, colour } = LOOKS[status];
  return (
    <li className={classes['step']} data-status={status}>
      <Icon
        size={15}
        color={colour}
        role="img"
        aria-label={t(`connections.status.${status}`)}
        style={{ flex: 'none', marginTop: 1 }}
      />
      <span className={classes['body']}>
        <span className={classes['name']}>{name}</span>
        {detail !== undefined && <span className={classes['detail']}>{detail}</span>}
        {fix !== undefined && (
          <span className={classes['fix']}>
            <code>{fix}</code>
            <CopyButton value={fix}>
              {({ copied, copy }) => (
                <Button variant="subtle" size="compact-xs" onClick={copy}>
                  {t(copied ? 'common.copied' : 'common.copy')}
                </Button>
              )}
            </CopyButton>
          </span>
        )}
      </span>
    </li>
  );
}
