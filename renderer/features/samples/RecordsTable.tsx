import { IconLock } from '@tabler/icons-react';
import { useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Json } from '@gantry/sdk';
import type { SampleRecordDto } from '../../../runtime/api/contract.ts';
import { useFormats } from '../../i18n/index.ts';
import { RecordDetail } from './RecordDetail.tsx';
import classes from './RecordsTable.module.css';
import { cellText, isMasked, recordColumns, rowOf } from './recordColumns.ts';

/** Records as a table, newest first; a chosen one in full beside it. */
export function RecordsTable({ records }: { readonly records: readonly SampleRecordDto[] }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<SampleRecordDto>();
  const columns = recordColumns(records);
  return (
    <div className={classes['split']}>
      <div className={classes['scroll']} tabIndex={0} role="region" aria-label={t('frame.tabRecords')}>
        <table className={classes['table']}>
          <thead>
            <tr>
              <th>{t('samples.time')}</th>
              <th>{t('samples.op')}</th>
              {columns.map((column) => (
                <th key={column}>{column}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {records.map((record, index) => (
              <RecordRow
                key={index}
                record={record}
                columns={columns}
                isChosen={record === chosen}
                onChoose={() => setChosen(record === chosen ? undefined : record)}
              />
            ))}
          </tbody>
        </table>
      </div>
      {chosen !== undefined && <RecordDetail record={chosen} onClose={() => setChosen(undefined)} />}
    </div>
  );
}

interface RecordRowProps {
  readonly record: SampleRecordDto;
  readonly columns: readonly string[];
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function RecordRow({ record, columns, isChosen, onChoose }: RecordRowProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const row = rowOf(record);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    onChoose();
  };
  return (
    <tr tabIndex={0} aria-selected={isChosen} onClick={onChoose} onKeyDown={onKeyDown}>
      <td className={classes['time']}>{formats.time(record.atMs)}</td>
      <td>
        <span className={classes['op']} data-op={record.op}>
          {t(`samples.ops.${record.op}`)}
        </span>
      </td>
      {columns.map((column) => (
        <Cell key={column} value={row[column]} />
      ))}
    </tr>
  );
}

function Cell({ value }: { readonly value: Json | undefined }) {
  const { t } = useTranslation();
  if (isMasked(value)) {
    return (
      <td className={classes['masked']}>
        <IconLock size={12} role="img" aria-label={t('samples.masked')} /> {cellText(value)}
      </td>
    );
  }
  const text = cellText(value);
  return (
    <td
      className={classes['cell']}
      data-type={value === null ? 'null' : typeof value}
      title={text.length > 40 ? text.slice(0, 1000) : undefined}
    >
      {text}
    </td>
  );
}
