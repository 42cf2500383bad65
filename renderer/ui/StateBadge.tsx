import {
  IconAlertTriangleFilled,
  IconCircleCheck,
  IconCircleDashed,
  IconLoader2,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerStopFilled,
  IconRefresh,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { DeploymentState } from '../../runtime/api/contract.ts';
import classes from './StateBadge.module.css';

/** A deployment's state, or that there is none. */
export type ShownState = DeploymentState | 'draft';

interface StateLook {
  readonly icon: typeof IconLoader2;
  readonly tone: 'ok' | 'busy' | 'warn' | 'bad' | 'idle';
}

/** Each state has a shape of its own, so that it is known without its colour. */
export const STATE_LOOKS: { readonly [state in ShownState]: StateLook } = {
  draft: { icon: IconCircleDashed, tone: 'idle' },
  starting: { icon: IconLoader2, tone: 'busy' },
  running: { icon: IconPlayerPlayFilled, tone: 'ok' },
  retrying: { icon: IconRefresh, tone: 'warn' },
  paused: { icon: IconPlayerPauseFilled, tone: 'idle' },
  stopping: { icon: IconLoader2, tone: 'idle' },
  stopped: { icon: IconPlayerStopFilled, tone: 'idle' },
  ended: { icon: IconCircleCheck, tone: 'ok' },
  failed: { icon: IconAlertTriangleFilled, tone: 'bad' },
};

interface StateBadgeProps {
  readonly state: ShownState;
  /** Icon alone, with the word as its name. */
  readonly compact?: boolean;
}

export function StateBadge({ state, compact = false }: StateBadgeProps) {
  const { t } = useTranslation();
  const { icon: Icon, tone } = STATE_LOOKS[state];
  const word = t(`common.state.${state}`);
  return (
    <span
      className={classes['badge']}
      data-tone={tone}
      data-compact={compact || undefined}
      {...(compact ? { role: 'img', 'aria-label': word, title: word } : {})}
    >
      <Icon size={12} aria-hidden="true" />
      {!compact && word}
    </span>
  );
}
