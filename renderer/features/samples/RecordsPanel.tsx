import { Select } from '@mantine/core';
import { IconPlayerPauseFilled, IconPlayerPlayFilled, IconPointer, IconTable } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SamplesDto } from '../../../runtime/api/contract.ts';
import { parseText } from '../../../runtime/spec/index.ts';
import { useClient } from '../../client/index.ts';
import { useDocument, useLive } from '../../document/index.ts';
import { useFormats } from '../../i18n/index.ts';
import { EmptyNotice, ErrorNotice, IconAction, LoadingNotice } from '../../ui/index.ts';
import classes from './RecordsPanel.module.css';
import { RecordsTable } from './RecordsTable.tsx';
import { targetOfSelection, targetOptions } from './sampleTargets.ts';

const REFRESH_MS = 1500;

/** The last records that passed an edge, or that a sink shows: a sample, and it says so. */
export function RecordsPanel() {
  const { t } = useTranslation();
  const pipeline = useDocument((state) => state.document.pipeline);
  const selection = useDocument((state) => state.selection);
  const deployment = useLive((live) => live.deployment);
  const options = useMemo(() => targetOptions(pipeline), [pipeline]);
  const deployed = useDeployedTargets(deployment?.text);
  const selected = targetOfSelection(options, selection);
  const [chosen, setChosen] = useState(selected);
  const [followed, setFollowed] = useState(selected);
  const [isPaused, setPaused] = useState(false);
  // A new selection is followed; with nothing selected, what was chosen last stays.
  if (selected !== followed) {
    setFollowed(selected);
    if (selected !== undefined) setChosen(selected);
  }

  if (deployment === undefined) {
    return (
      <EmptyNotice icon={<IconTable size={26} />} title={t('samples.notDeployed')}>
        {t('samples.notDeployedBody')}
      </EmptyNotice>
    );
  }
  const option = options.find(({ id }) => id === chosen);
  const tools = (
    <>
      <Select
        aria-label={t('samples.place')}
        placeholder={t('samples.choose')}
        w={260}
        searchable
        value={option?.id ?? null}
        onChange={(id) => setChosen(id ?? undefined)}
        data={options.map(({ id, target }) => ({
          value: id,
          label: 'edge' in target ? id.replace('->', ' → ') : t('samples.shownBy', { node: id }),
        }))}
      />
      <IconAction
        label={t(isPaused ? 'samples.resume' : 'samples.pause')}
        aria-pressed={isPaused}
        onClick={() => setPaused(!isPaused)}
      >
        {isPaused ? <IconPlayerPlayFilled size={15} /> : <IconPlayerPauseFilled size={15} />}
      </IconAction>
    </>
  );
  if (option === undefined) {
    return (
      <div className={classes['panel']}>
        <div className={classes['tools']}>{tools}</div>
        <EmptyNotice icon={<IconPointer size={26} />} title={t('samples.chooseTitle')}>
          {t('samples.chooseBody')}
        </EmptyNotice>
      </div>
    );
  }
  if (!deployed.has(option.id)) {
    return (
      <div className={classes['panel']}>
        <div className={classes['tools']}>{tools}</div>
        <EmptyNotice icon={<IconTable size={26} />} title={t('samples.draftTitle')}>
          {t('samples.draftBody')}
        </EmptyNotice>
      </div>
    );
  }
  return <Samples key={option.id} name={deployment.name} option={option} isPaused={isPaused} tools={tools} />;
}

/** The places there are in what runs: the draft may have others. */
function useDeployedTargets(text: string | undefined): ReadonlySet<string> {
  return useMemo(
    () => new Set(text === undefined ? [] : targetOptions(parseText(text).pipeline).map(({ id }) => id)),
    [text],
  );
}

interface SamplesProps {
  readonly name: string;
  readonly option: ReturnType<typeof targetOptions>[number];
  readonly isPaused: boolean;
  readonly tools: ReactNode;
}

function Samples({ name, option, isPaused, tools }: SamplesProps) {
  const client = useClient();
  const samples = useQuery({
    queryKey: ['samples', name, option.id],
    queryFn: ({ signal }) => client.samples(name, option.target, signal),
    refetchInterval: isPaused ? false : REFRESH_MS,
    placeholderData: keepPreviousData,
    staleTime: 0,
    retry: false,
  });
  return (
    <div className={classes['panel']}>
      <div className={classes['tools']}>
        {tools}
        {samples.data !== undefined && <SampledNotice samples={samples.data} />}
      </div>
      <div className={classes['content']}>
        {samples.isPending && <LoadingNotice />}
        {samples.isError && <ErrorNotice error={samples.error} onRetry={() => void samples.refetch()} />}
        {samples.data !== undefined && <Shown samples={samples.data} />}
      </div>
    </div>
  );
}

function Shown({ samples: { records } }: { readonly samples: SamplesDto }) {
  const { t } = useTranslation();
  if (records.length === 0) return <EmptyNotice title={t('samples.empty')}>{t('samples.emptyBody')}</EmptyNotice>;
  return <RecordsTable records={records} />;
}

/** "20 of 14,203": nobody shall take the sample for the whole. */
function SampledNotice({ samples: { records, seen } }: { readonly samples: SamplesDto }) {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <span className={classes['notice']}>
      {t('samples.sampled', { shown: formats.number(records.length), seen: formats.number(seen) })}
    </span>
  );
}
