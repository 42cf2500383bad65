import { useTranslation } from 'react-i18next';
import { useLive } from '../../document/index.ts';
import { useFormats } from '../../i18n/index.ts';
import { ErrorNotice } from '../../ui/index.ts';
import { Figure } from './Figure.tsx';
import classes from './Inspector.module.css';

/** What a node does right now, and what went wrong in it last. Nothing where nothing runs. */
export function NodeFigures({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const figures = useLive((live) => live.nodes[id]);
  if (figures === undefined) return null;
  const { records, recordsPerSecond, lag, lagUnit, errors, skipped, deadLettered, latencyP99Ms, lastError } = figures;
  return (
    <>
      {lastError !== undefined && (
        <div className={classes['padded']}>
          <ErrorNotice title={t('inspector.lastError', { when: formats.time(lastError.atMs) })} error={lastError} />
        </div>
      )}
      <dl className={classes['figures']} style={{ margin: 0 }}>
        <Figure label={t('inspector.records')} value={formats.compact(records)} />
        <Figure label={t('inspector.rate')} value={formats.rate(recordsPerSecond)} />
        {lag === undefined ? (
          <Figure
            label={t('inspector.latency')}
            value={latencyP99Ms === undefined ? '–' : formats.duration(latencyP99Ms)}
          />
        ) : (
          <Figure label={t('inspector.lag')} value={formats.lag(lag, lagUnit)} />
        )}
        {errors + skipped + deadLettered > 0 && (
          <>
            <Figure
              label={t('inspector.errors')}
              value={formats.compact(errors)}
              tone={errors > 0 ? 'bad' : undefined}
            />
            <Figure label={t('inspector.skipped')} value={formats.compact(skipped)} />
            <Figure label={t('inspector.deadLettered')} value={formats.compact(deadLettered)} />
          </>
        )}
      </dl>
    </>
  );
}
