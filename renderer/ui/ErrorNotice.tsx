import { Button } from '@mantine/core';
import { toErrorDto } from '@gantry/sdk';
import type { ErrorDto } from '@gantry/sdk';
import { IconAlertTriangleFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './notices.module.css';

interface ErrorNoticeProps {
  /** What was tried; left out where it is plain from the place. */
  readonly title?: string;
  readonly error: unknown;
  readonly onRetry?: () => void;
}

/** What happened, what helps, and the code to search for. */
export function ErrorNotice({ title, error, onRetry }: ErrorNoticeProps) {
  const { t } = useTranslation();
  const dto: ErrorDto = toErrorDto(error);
  return (
    <div className={classes['error']} role="alert">
      <IconAlertTriangleFilled
        size={16}
        color="var(--g-bad)"
        aria-hidden="true"
        style={{ flex: 'none', marginTop: 2 }}
      />
      <div className={classes['errorBody']}>
        {title !== undefined && <span className={classes['errorTitle']}>{title}</span>}
        <span>{dto.message}</span>
        {dto.hint !== undefined && (
          <span className={classes['hint']}>
            <b>{t('common.hint')}:</b> {dto.hint}
          </span>
        )}
        {dto.cause !== undefined && <span className={classes['code']}>{dto.cause.message}</span>}
        <span className={classes['code']}>{dto.code}</span>
      </div>
      {onRetry !== undefined && (
        <Button variant="default" onClick={onRetry}>
          {t('common.retry')}
        </Button>
      )}
    </div>
  );
}
