import { Button } from '@mantine/core';
import { IconFileUnknown } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, useClient, useServices } from '../../client/index.ts';
import { OpenPipelineProvider } from '../../document/index.ts';
import { EmptyNotice, ErrorNotice, LoadingNotice } from '../../ui/index.ts';
import { AppHeader } from '../AppHeader.tsx';
import { goTo } from '../router.ts';
import { PipelineFrame } from './PipelineFrame.tsx';
import { openPipeline } from './openPipeline.ts';
import type { OpenedPipeline } from './openPipeline.ts';

type Opening =
  | { readonly step: 'loading' }
  | { readonly step: 'failed'; readonly error: unknown }
  | { readonly step: 'open'; readonly opened: OpenedPipeline };

/** Opens the pipeline of that name and keeps it open while the page is shown. */
export function PipelinePage({ name }: { readonly name: string }) {
  const { t } = useTranslation();
  const client = useClient();
  const { desktop } = useServices();
  const [opening, setOpening] = useState<Opening>({ step: 'loading' });
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    let left = false;
    let opened: OpenedPipeline | undefined;
    openPipeline(client, name).then(
      (result) => {
        if (left) return result.dispose();
        opened = result;
        setOpening({ step: 'open', opened });
      },
      (error: unknown) => {
        if (!left) setOpening({ step: 'failed', error });
      },
    );
    return () => {
      left = true;
      opened?.dispose();
    };
  }, [client, name, attempt]);

  useEffect(() => {
    desktop.setTitle(`${name} · ${t('common.appName')}`);
    return () => desktop.setTitle(t('common.appName'));
  }, [desktop, name, t]);

  const retry = (): void => {
    setOpening({ step: 'loading' });
    setAttempt(attempt + 1);
  };

  if (opening.step === 'open') {
    return (
      <OpenPipelineProvider value={opening.opened}>
        <PipelineFrame />
      </OpenPipelineProvider>
    );
  }
  return (
    <>
      <AppHeader start={name} />
      {opening.step === 'loading' ? (
        <LoadingNotice />
      ) : (
        <OpenFailed name={name} error={opening.error} onRetry={retry} />
      )}
    </>
  );
}

interface OpenFailedProps {
  readonly name: string;
  readonly error: unknown;
  readonly onRetry: () => void;
}

function OpenFailed({ name, error, onRetry }: OpenFailedProps) {
  const { t } = useTranslation();
  const isMissing = error instanceof ApiError && error.status === 404;
  return (
    <main style={{ maxWidth: 640, margin: '40px auto', padding: 16 }}>
      {isMissing ? (
        <EmptyNotice
          icon={<IconFileUnknown size={28} />}
          title={t('frame.pipelineGone', { name })}
          actions={
            <Button variant="default" onClick={() => goTo({ page: 'home' })}>
              {t('frame.home')}
            </Button>
          }
        />
      ) : (
        <ErrorNotice title={t('frame.openFailed')} error={error} onRetry={onRetry} />
      )}
    </main>
  );
}
