import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './TextDiffDialog.module.css';
import { lineDiff } from './lineDiff.ts';
import { useReturnFocus } from '../../ui/index.ts';

interface TextDiffDialogProps {
  readonly title: string;
  readonly before: string;
  readonly beforeLabel: string;
  readonly after: string;
  readonly afterLabel: string;
  readonly onClose: () => void;
}

const SIGN = { same: ' ', added: '+', removed: '−' } as const;

/** Two texts, line by line. */
export function TextDiffDialog({ title, before, beforeLabel, after, afterLabel, onClose }: TextDiffDialogProps) {
  useReturnFocus();
  const { t } = useTranslation();
  return (
    <Modal opened onClose={onClose} title={title} size="xl" closeButtonProps={{ 'aria-label': t('common.close') }}>
      <p className={classes['legend']}>
        <span className={classes['removed']}>
          {SIGN.removed} {beforeLabel}
        </span>
        <span className={classes['added']}>
          {SIGN.added} {afterLabel}
        </span>
      </p>
      <pre className={classes['diff']} tabIndex={0}>
        {lineDiff(before, after).map(({ kind, text }, index) => (
          <span key={index} className={classes[kind]}>
            {SIGN[kind]} {text}
            {'\n'}
          </span>
        ))}
      </pre>
    </Modal>
  );
}
