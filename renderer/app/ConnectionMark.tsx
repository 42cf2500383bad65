import { Tooltip, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconPlugConnected, IconPlugConnectedX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useClient, useConnection } from '../client/index.ts';
import { useFormats } from '../i18n/index.ts';
import { useNow } from '../ui/index.ts';
import classes from './ConnectionMark.module.css';

/** Whether the member answers. Quiet while it does; says when it is tried again while it does not. */
export function ConnectionMark() {
  const { t } = useTranslation();
  const { status, nextAttemptAtMs } = useConnection();
  const { events } = useClient();
  if (status === 'connected' || status === 'connecting') {
    return (
      <Tooltip label={t(status === 'connected' ? 'frame.connected' : 'frame.connecting')}>
        <span className={classes['mark']} data-status={status} role="status">
          <IconPlugConnected
            size={16}
            aria-label={t(status === 'connected' ? 'frame.connected' : 'frame.connecting')}
            role="img"
          />
        </span>
      </Tooltip>
    );
  }
  return (
    <>
      {/* Said once; the seconds that count down beside it are for the eyes. */}
      <VisuallyHidden role="status">{t('frame.disconnected')}</VisuallyHidden>
      <Tooltip label={t('frame.reconnectNow')}>
        <UnstyledButton className={classes['mark']} data-status={status} onClick={() => events.reconnect()}>
          <IconPlugConnectedX size={16} aria-hidden="true" />
          <span>
            <Countdown untilMs={nextAttemptAtMs} />
          </span>
        </UnstyledButton>
      </Tooltip>
    </>
  );
}

function Countdown({ untilMs }: { readonly untilMs: number | undefined }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const now = useNow(500);
  const leftMs = Math.max(0, Math.round(((untilMs ?? now) - now) / 1000) * 1000);
  return <>{t('frame.reconnecting', { when: formats.duration(leftMs) })}</>;
}
