import { CopyButton } from '@mantine/core';
import { IconCheck, IconCopy, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { SampleRecordDto } from '../../../runtime/api/contract.ts';
import { IconAction } from '../../ui/index.ts';
import classes from './RecordsTable.module.css';
import { jsonTokens } from './jsonTokens.ts';

interface RecordDetailProps {
  readonly record: SampleRecordDto;
  readonly onClose: () => void;
}

/** One record in full. */
export function RecordDetail({ record, onClose }: RecordDetailProps) {
  const { t } = useTranslation();
  const { atMs: _atMs, cut, ...shown } = record;
  const text = JSON.stringify(shown, null, 2);
  return (
    <aside className={classes['detail']} aria-label={t('samples.detail')}>
      <div className={classes['detailHead']}>
        <span>{cut === true ? t('samples.cut') : t('samples.detail')}</span>
        <span>
          <CopyButton value={text}>
            {({ copied, copy }) => (
              <IconAction label={t(copied ? 'common.copied' : 'common.copy')} onClick={copy}>
                {copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
              </IconAction>
            )}
          </CopyButton>
          <IconAction label={t('common.close')} onClick={onClose}>
            <IconX size={15} />
          </IconAction>
        </span>
      </div>
      <pre className={classes['json']} tabIndex={0}>
        {jsonTokens(text).map(({ kind, text: part }, index) =>
          kind === 'plain' ? (
            part
          ) : (
            <span key={index} className={classes[kind]}>
              {part}
            </span>
          ),
        )}
      </pre>
    </aside>
  );
}
