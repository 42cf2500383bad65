import { Button, Group, Text, TextInput, Title } from '@mantine/core';
import { IconFolderOpen, IconPlus, IconSearch, IconTimeline } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PipelineSummaryDto } from '../../../runtime/api/contract.ts';
import { queryKeys, useClient, useServices } from '../../client/index.ts';
import { EmptyNotice, ErrorNotice, LoadingNotice } from '../../ui/index.ts';
import { CreatePipelineDialog } from './CreatePipelineDialog.tsx';
import type { StartingText } from './CreatePipelineDialog.tsx';
import { DeletePipelineDialog } from './DeletePipelineDialog.tsx';
import classes from './HomePage.module.css';
import { PipelineTable } from './PipelineTable.tsx';
import { TemplateGallery } from './TemplateGallery.tsx';

/** From how many pipelines on a filter is worth its place. */
const FILTER_FROM = 8;

/** All pipelines of the workspace with what they do right now, and the templates to start from. */
export function HomePage({ onOpen }: { readonly onOpen: (name: string) => void }) {
  const { t } = useTranslation();
  const client = useClient();
  const { desktop } = useServices();
  const pipelines = useQuery({ queryKey: queryKeys.pipelines, queryFn: () => client.pipelines() });
  const [starting, setStarting] = useState<StartingText>();
  const [deleting, setDeleting] = useState<PipelineSummaryDto>();
  const [filter, setFilter] = useState('');
  const names = pipelines.data?.map(({ name }) => name) ?? [];
  const shown = pipelines.data?.filter(({ name }) => name.includes(filter.trim().toLowerCase())) ?? [];

  const openFile = async (): Promise<void> => {
    const file = await desktop.openTextFile();
    if (file !== undefined) setStarting({ suggestedName: file.name, text: file.text });
  };

  return (
    <main className={classes['page']}>
      <div className={classes['content']}>
        <div className={classes['heading']}>
          <div>
            <Title order={1}>{t('home.title')}</Title>
            <Text c="dimmed">{t('home.subtitle')}</Text>
          </div>
          <Group gap="xs">
            {names.length >= FILTER_FROM && (
              <TextInput
                aria-label={t('home.filter')}
                placeholder={t('home.filter')}
                leftSection={<IconSearch size={14} />}
                value={filter}
                onChange={(event) => setFilter(event.currentTarget.value)}
              />
            )}
            <Button variant="default" leftSection={<IconFolderOpen size={15} />} onClick={() => void openFile()}>
              {t('home.import')}
            </Button>
            <Button leftSection={<IconPlus size={15} />} onClick={() => setStarting({ suggestedName: 'pipeline' })}>
              {t('home.new')}
            </Button>
          </Group>
        </div>

        <section className={classes['card']} aria-label={t('home.title')}>
          {pipelines.isPending && <LoadingNotice />}
          {pipelines.isError && (
            <ErrorNotice
              title={t('home.loadFailed')}
              error={pipelines.error}
              onRetry={() => void pipelines.refetch()}
            />
          )}
          {pipelines.isSuccess && names.length === 0 && (
            <EmptyNotice icon={<IconTimeline size={28} />} title={t('home.emptyTitle')}>
              {t('home.emptyBody')}
            </EmptyNotice>
          )}
          {names.length > 0 && shown.length === 0 && <EmptyNotice title={t('home.filterNone')} />}
          {shown.length > 0 && <PipelineTable pipelines={shown} onOpen={onOpen} onDelete={setDeleting} />}
        </section>

        <TemplateGallery onUse={setStarting} />
      </div>
      {starting !== undefined && (
        <CreatePipelineDialog
          starting={starting}
          taken={names}
          onClose={() => setStarting(undefined)}
          onCreated={onOpen}
        />
      )}
      {deleting !== undefined && <DeletePipelineDialog pipeline={deleting} onClose={() => setDeleting(undefined)} />}
    </main>
  );
}
