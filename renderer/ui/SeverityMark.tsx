import { IconAlertTriangleFilled, IconCircleXFilled, IconInfoCircleFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Severity } from '../../runtime/compile/plan.ts';

const LOOKS = {
  error: { icon: IconCircleXFilled, colour: 'var(--g-bad)' },
  warning: { icon: IconAlertTriangleFilled, colour: 'var(--g-warn)' },
  info: { icon: IconInfoCircleFilled, colour: 'var(--g-busy)' },
} as const;

/** How bad a problem is: circle, triangle or note. */
export function SeverityMark({ severity, size = 15 }: { readonly severity: Severity; readonly size?: number }) {
  const { t } = useTranslation();
  const { icon: Icon, colour } = LOOKS[severity];
  return (
    <Icon
      size={size}
      color={colour}
      role="img"
      aria-label={t(`common.severity.${severity}`)}
      style={{ flex: 'none' }}
    />
  );
}
