import { Menu, VisuallyHidden } from '@mantine/core';
import { IconDots, IconPencilExclamation, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { LagUnit, PipelineFigures, PipelineSummaryDto } from '../../../runtime/api/contract.ts';
import { pipelineRate, useClient } from '../../client/index.ts';
import { useFormats } from '../../i18n/index.ts';
import { IconAction, Sparkline, StateBadge, useNow } from '../../ui/index.ts';
import classes from './HomePage.module.css';

interface PipelineTableProps {
  readonly pipelines: readonly PipelineSummaryDto[];
  readonly onOpen: (name: string) => void;
  readonly onDelete: (pipeline: PipelineSummaryDto) => void;
}

export function PipelineTable({ pipelines, onOpen, onDelete }: PipelineTableProps) {
  const { t } = useTranslation();
  return (
    <table className={classes['table']}>
      <thead>
        <tr>
          <th>{t('common.name')}</th>
          <th>{t('home.state')}</th>
          <th className={classes['figure']}>{t('home.rate')}</th>
          <th className={classes['figure']}>{t('home.lag')}</th>
          <th className={classes['figure']}>{t('home.errors')}</th>
          <th>{t('home.lastChange')}</th>
          <th>
            <VisuallyHidden>{t('common.more')}</VisuallyHidden>
          </th>
        </tr>
      </thead>
      <tbody>
        {pipelines.map((pipeline) => (
          <Row key={pipeline.name} pipeline={pipeline} onOpen={onOpen} onDelete={onDelete} />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  readonly pipeline: PipelineSummaryDto;
  readonly onOpen: (name: string) => void;
  readonly onDelete: (pipeline: PipelineSummaryDto) => void;
}

function Row({ pipeline, onOpen, onDelete }: RowProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const now = useNow(10_000);
  const { figures: store } = useClient();
  const figures = useStore(store, (state) => state.latest[pipeline.name]);
  const rates = useStore(store, (state) => state.rates[pipeline.name]);
  const state = figures?.state ?? pipeline.deployed ?? 'draft';
  const errors = figures === undefined ? undefined : sumOf(figures, (node) => node.errors);
  const lags = figures === undefined ? [] : longestLags(figures);

  return (
    <tr>
      <td>
        <a
          className={classes['name']}
          href={`#/pipelines/${encodeURIComponent(pipeline.name)}`}
          onClick={() => onOpen(pipeline.name)}
        >
          {pipeline.name}
        </a>
        {pipeline.description !== undefined && (
          <span className={classes['description']} title={pipeline.description}>
            {pipeline.description}
          </span>
        )}
      </td>
      <td>
        <span className={classes['stateCell']}>
          <StateBadge state={state} />
          {pipeline.changed === true && (
            <IconPencilExclamation size={15} color="var(--g-warn)" role="img" aria-label={t('home.changedSinceDeploy')}>
              <title>{t('home.changedSinceDeploy')}</title>
            </IconPencilExclamation>
          )}
        </span>
      </td>
      <td className={classes['figure']}>
        {figures === undefined ? (
          '–'
        ) : (
          <span className={classes['rateCell']}>
            {rates !== undefined && rates.length > 1 && <Sparkline values={rates} label={t('home.rate')} />}
            <span className={classes['rateValue']}>{formats.rate(pipelineRate(figures))}</span>
          </span>
        )}
      </td>
      <td className={classes['figure']}>
        {lags.length === 0 ? '–' : lags.map(([unit, lag]) => formats.lag(lag, unit)).join(' · ')}
      </td>
      <td className={classes['figure']}>
        {errors === undefined ? (
          '–'
        ) : (
          <span className={errors > 0 ? classes['bad'] : undefined}>{formats.compact(errors)}</span>
        )}
      </td>
      <td title={formats.dateTime(pipeline.updatedAtMs)}>{formats.ago(pipeline.updatedAtMs, now)}</td>
      <td className={classes['figure']}>
        <Menu position="bottom-end">
          <Menu.Target>
            <IconAction label={`${t('common.more')}: ${pipeline.name}`}>
              <IconDots size={16} />
            </IconAction>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => onOpen(pipeline.name)}>{t('home.open')}</Menu.Item>
            <Menu.Item color="var(--g-bad)" leftSection={<IconTrash size={14} />} onClick={() => onDelete(pipeline)}>
              {t('common.delete')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </td>
    </tr>
  );
}

function sumOf(figures: PipelineFigures, value: (node: PipelineFigures['nodes'][string]) => number): number {
  return Object.values(figures.nodes).reduce((sum, node) => sum + value(node), 0);
}

/** The most that waits before any one node, by unit: a topic and its reader tell of the same messages. */
function longestLags(figures: PipelineFigures): readonly (readonly [LagUnit, number])[] {
  const longest = new Map<LagUnit, number>();
  for (const { lag, lagUnit = 'records' } of Object.values(figures.nodes)) {
    if (lag !== undefined) longest.set(lagUnit, Math.max(longest.get(lagUnit) ?? 0, lag));
  }
  const waiting = [...longest].filter(([, lag]) => lag > 0);
  return waiting.length > 0 ? waiting : [...longest].slice(0, 1);
}
