import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { i18n as I18n } from 'i18next';
import { Suspense, lazy, useState } from 'react';
import type { ComponentProps } from 'react';
import { I18nextProvider } from 'react-i18next';
import { ApiError, ServicesProvider, useConnection } from '../client/index.ts';
import { HomePage } from '../features/home/HomePage.tsx';
import { LoadingNotice, cssVariables, theme } from '../ui/index.ts';
import classes from './App.module.css';
import { AppHeader } from './AppHeader.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { TokenPage } from './TokenPage.tsx';
import { goTo, usePlace } from './router.ts';
import { useServerEvents } from './useServerEvents.ts';

const PipelinePage = lazy(() =>
  import('./pipeline/PipelinePage.tsx').then((module) => ({ default: module.PipelinePage })),
);

interface AppProps {
  readonly services: ComponentProps<typeof ServicesProvider>['services'];
  readonly i18n: I18n;
}

export function App({ services, i18n }: AppProps) {
  const [queries] = useState(createQueries);
  return (
    <I18nextProvider i18n={i18n}>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
        <ErrorBoundary>
          <ServicesProvider services={services}>
            <QueryClientProvider client={queries}>
              <Notifications position="bottom-right" limit={3} />
              <Pages />
            </QueryClientProvider>
          </ServicesProvider>
        </ErrorBoundary>
      </MantineProvider>
    </I18nextProvider>
  );
}

function Pages() {
  const place = usePlace();
  const { status } = useConnection();
  useServerEvents();
  if (status === 'unauthorised') return <TokenPage />;
  if (place.page === 'home') {
    return (
      <div className={classes['page']}>
        <AppHeader />
        <HomePage onOpen={(name) => goTo({ page: 'pipeline', name })} />
      </div>
    );
  }
  return (
    <Suspense fallback={<LoadingNotice />}>
      <PipelinePage key={place.name} name={place.name} />
    </Suspense>
  );
}

/** Answers stay fresh through events, so queries are asked again only after a reconnect; refusals are not retried. */
function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: (failures, error) => failures < 2 && (!(error instanceof ApiError) || error.retryable),
      },
    },
  });
}
