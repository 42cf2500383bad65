import { useTranslation } from 'react-i18next';
import { useLive } from '../../document/index.ts';
import { useFormats } from '../../i18n/index.ts';

/** What runs under a node, in one line: its rate, what waits before it, and what went wrong. Subscribes to this node alone. */
export function NodeFigures({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const figures = useLive((live) => live.nodes[id]);
  if (figures === undefined) return <span className="gc-figure gc-dim">{t('canvas.notRunning')}</span>;
  const { lag, lagUnit = 'records', errors, skipped, deadLettered } = figures;
  const lost = skipped + deadLettered;
  return (
    <>
      <span className="gc-figure">{formats.rate(figures.recordsPerSecond)}</span>
      <span className="gc-figure gc-dim">
        {t('canvas.total', { count: figures.records, formatted: formats.compact(figures.records) })}
      </span>
      {lag !== undefined && lag > 0 && (
        <span className="gc-figure gc-tone-busy">
          {t('canvas.lag', { context: lagUnit, formatted: formats.lag(lag, lagUnit) })}
        </span>
      )}
      {lost > 0 && (
        <span className="gc-figure gc-tone-warn">{t('canvas.setAside', { formatted: formats.compact(lost) })}</span>
      )}
      {errors > lost && (
        <span className="gc-figure gc-tone-bad">
          {t('canvas.errors', { count: errors, formatted: formats.compact(errors) })}
        </span>
      )}
    </>
  );
}
