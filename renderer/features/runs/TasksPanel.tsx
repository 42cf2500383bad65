import { VisuallyHidden } from '@mantine/core';
import { IconPlugX, IconRefresh } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { TaskDto } from '../../../runtime/api/contract.ts';
import { useClient } from '../../client/index.ts';
import { useDocument, useDocumentActions, useLive } from '../../document/index.ts';
import { useFormats } from '../../i18n/index.ts';
import { EmptyNotice, ErrorNotice, IconAction, StateBadge, useNow } from '../../ui/index.ts';
import classes from './TasksPanel.module.css';

/** Task figures are asked for while the panel is open; events tell of states alone. */
const REFRESH_MS = 2000;

/** What runs, one line a task: state, figures, and what went wrong last. */
export function TasksPanel() {
  const { t } = useTranslation();
  const client = useClient();
  const name = useDocument((state) => state.name);
  const deployment = useLive((live) => live.deployment);
  const fresh = useQuery({
    queryKey: ['tasks', name, deployment?.revision],
    queryFn: () => client.deployment(name),
    enabled: deployment !== undefined,
    refetchInterval: REFRESH_MS,
  });
  if (deployment === undefined) {
    return (
      <EmptyNotice icon={<IconPlugX size={26} />} title={t('runs.noneTitle')}>
        {t('runs.noneBody')}
      </EmptyNotice>
    );
  }
  const { tasks } = fresh.data ?? deployment;
  if (tasks.length === 0) return <EmptyNotice title={t('runs.noTasks')}>{t('runs.noTasksBody')}</EmptyNotice>;
  return (
    <>
      {fresh.isError && <ErrorNotice error={fresh.error} />}
      <table className={classes['table']}>
        <thead>
          <tr>
            <th>{t('runs.task')}</th>
            <th>{t('runs.state')}</th>
            <th>{t('runs.member')}</th>
            <th className={classes['figure']}>{t('runs.attempt')}</th>
            <th className={classes['figure']}>{t('runs.in')}</th>
            <th className={classes['figure']}>{t('runs.out')}</th>
            <th className={classes['figure']}>{t('runs.rate')}</th>
            <th className={classes['figure']}>{t('runs.lag')}</th>
            <th className={classes['figure']}>{t('runs.p99')}</th>
            <th className={classes['figure']}>{t('runs.errors')}</th>
            <th>
              <VisuallyHidden>{t('frame.actions')}</VisuallyHidden>
            </th>
          </tr>
        </thead>
        <tbody>
          {tasks.map((task) => (
            <TaskRows key={task.id} task={task} />
          ))}
        </tbody>
      </table>
    </>
  );
}

function TaskRows({ task }: { readonly task: TaskDto }) {
  const { t } = useTranslation();
  const client = useClient();
  const formats = useFormats();
  const { revealPath } = useDocumentActions();
  const { figures } = task;
  const error = task.error ?? figures.lastError;
  const restart = useMutation({ mutationFn: () => client.restart(task.pipeline, 'all', task.id) });
  return (
    <>
      <tr>
        <td>
          <button type="button" className={classes['link']} onClick={() => revealPath(`nodes.${task.node}`)}>
            {task.node}
          </button>
          <span className={classes['key']}>{task.key}</span>
        </td>
        <td>
          <span className={classes['state']}>
            <StateBadge state={task.state} />
            <NextAttempt task={task} />
          </span>
        </td>
        <td className={classes['dim']}>{task.member}</td>
        <td className={classes['figure']}>{formats.number(task.attempt)}</td>
        <td className={classes['figure']} title={formats.bytes(figures.bytesIn)}>
          {formats.compact(figures.recordsIn)}
        </td>
        <td className={classes['figure']} title={formats.bytes(figures.bytesOut)}>
          {formats.compact(figures.recordsOut)}
        </td>
        <td className={classes['figure']}>{formats.rate(figures.recordsPerSecond)}</td>
        <td className={classes['figure']}>
          {figures.lag === undefined ? '–' : formats.lag(figures.lag, figures.lagUnit)}
        </td>
        <td className={classes['figure']}>
          {figures.latency === undefined ? '–' : formats.duration(figures.latency.p99)}
        </td>
        <td
          className={classes['figure']}
          title={t('runs.errorsDetail', { skipped: figures.skipped, dead: figures.deadLettered })}
        >
          <span className={figures.errors > 0 ? classes['bad'] : undefined}>{formats.compact(figures.errors)}</span>
        </td>
        <td className={classes['figure']}>
          <IconAction
            label={t('runs.restart', { task: task.id })}
            loading={restart.isPending}
            onClick={() => restart.mutate()}
          >
            <IconRefresh size={15} />
          </IconAction>
        </td>
      </tr>
      {(error !== undefined || restart.isError) && (
        <tr className={classes['errorRow']}>
          <td colSpan={11}>
            {restart.isError && <ErrorNotice error={restart.error} />}
            {error !== undefined && <ErrorNotice error={error} />}
          </td>
        </tr>
      )}
    </>
  );
}

/** When a retrying task tries again. */
function NextAttempt({ task: { nextAttemptAtMs } }: { readonly task: TaskDto }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const now = useNow(500);
  if (nextAttemptAtMs === undefined || nextAttemptAtMs <= now) return null;
  return (
    <span className={classes['dim']}>
      {t('runs.nextAttempt', { when: formats.duration(Math.ceil((nextAttemptAtMs - now) / 1000) * 1000) })}
    </span>
  );
}
