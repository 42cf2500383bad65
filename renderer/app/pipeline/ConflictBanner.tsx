import { Button } from '@mantine/core';
import { IconAlertTriangleFilled } from '@tabler/icons-react';
import { Suspense, lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDocument, useDocumentActions } from '../../document/index.ts';
import { LoadingNotice } from '../../ui/index.ts';
import classes from './ConflictBanner.module.css';

const TextDiffDialog = lazy(() =>
  import('../../features/text/common.ts').then((module) => ({ default: module.TextDiffDialog })),
);

/** Somebody else saved in between: nothing is overwritten until a person chooses. */
export function ConflictBanner() {
  const { t } = useTranslation();
  const isConflict = useDocument((state) => state.saveState === 'conflict');
  const theirs = useDocument((state) => state.theirs);
  const text = useDocument((state) => state.document.text);
  const { resolveConflict } = useDocumentActions();
  const [comparing, setComparing] = useState(false);
  if (!isConflict || theirs === undefined) return null;
  return (
    <div className={classes['banner']} role="alert">
      <IconAlertTriangleFilled size={16} color="var(--g-warn)" aria-hidden="true" />
      <span className={classes['text']}>
        <b>{t('frame.conflictTitle')}</b> {t('frame.conflictBody')}
      </span>
      <Button variant="default" onClick={() => setComparing(true)}>
        {t('frame.conflictShow')}
      </Button>
      <Button variant="default" onClick={() => void resolveConflict('theirs')}>
        {t('frame.takeTheirs')}
      </Button>
      <Button onClick={() => void resolveConflict('mine')}>{t('frame.keepMine')}</Button>
      {comparing && (
        <Suspense fallback={<LoadingNotice />}>
          <TextDiffDialog
            title={t('frame.conflictTitle')}
            before={theirs.text}
            beforeLabel={t('frame.theirs')}
            after={text}
            afterLabel={t('frame.mine')}
            onClose={() => setComparing(false)}
          />
        </Suspense>
      )}
    </div>
  );
}
