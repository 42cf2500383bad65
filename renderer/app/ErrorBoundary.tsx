import { Button } from '@mantine/core';
import { IconAlertTriangleFilled } from '@tabler/icons-react';
import { Component } from 'react';
import type { ReactNode } from 'react';
import { Translation } from 'react-i18next';
import { EmptyNotice } from '../ui/index.ts';
import classes from './ErrorBoundary.module.css';

interface ErrorBoundaryProps {
  readonly children: ReactNode;
}

interface ErrorBoundaryState {
  readonly error: Error | undefined;
}

/** The designer's own bugs end here: says that the work is safe, and what to report. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { error: undefined };

  static getDerivedStateFromError(caught: unknown): ErrorBoundaryState {
    return { error: caught instanceof Error ? caught : new Error(String(caught)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return (
      <Translation>
        {(t) => (
          <EmptyNotice
            icon={<IconAlertTriangleFilled size={28} />}
            title={t('common.crashTitle')}
            actions={
              <>
                <Button onClick={() => location.reload()}>{t('common.reload')}</Button>
                <Button variant="default" onClick={() => this.setState({ error: undefined })}>
                  {t('common.retry')}
                </Button>
              </>
            }
          >
            {t('common.crashBody')}
            <code className={classes['detail']}>{error.stack ?? error.message}</code>
          </EmptyNotice>
        )}
      </Translation>
    );
  }
}
