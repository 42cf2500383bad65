import { Tooltip } from '@mantine/core';
import { IconAlertTriangleFilled, IconCloudCheck, IconCloudUp, IconPointFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useDocument } from '../../document/index.ts';
import classes from './PipelineHeader.module.css';

const ICONS = {
  saved: IconCloudCheck,
  saving: IconCloudUp,
  unsaved: IconPointFilled,
  failed: IconAlertTriangleFilled,
  conflict: IconAlertTriangleFilled,
} as const;

const LABELS = {
  saved: 'frame.saved',
  saving: 'frame.saving',
  unsaved: 'frame.unsaved',
  failed: 'frame.saveFailed',
  conflict: 'frame.conflictTitle',
} as const;

/** Whether the draft is safe. */
export function SaveMark() {
  const { t } = useTranslation();
  const state = useDocument((document) => document.saveState);
  const error = useDocument((document) => document.saveError);
  const Icon = ICONS[state];
  const label = t(LABELS[state], { message: error?.message });
  return (
    <Tooltip label={label}>
      <span className={classes['save']} data-state={state}>
        <Icon size={15} role="img" aria-label={label} />
      </span>
    </Tooltip>
  );
}
