import { notifications } from '@mantine/notifications';
import { useCallback } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

const COLOURS = { ok: 'green', bad: 'red' } as const;

/** Tells the outcome of something that is not on the screen any more. */
export function useNotify(): (tone: 'ok' | 'bad', message: ReactNode) => void {
  const { t } = useTranslation();
  return useCallback(
    (tone, message) => {
      notifications.show({
        message,
        color: COLOURS[tone],
        withBorder: true,
        closeButtonProps: { 'aria-label': t('common.close') },
      });
    },
    [t],
  );
}
