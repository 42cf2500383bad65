import { Skeleton, Stack } from '@mantine/core';
import { Suspense, lazy } from 'react';
import type { SchemaFormProps } from './SchemaForm.tsx';

const Loaded = lazy(() => import('./SchemaForm.tsx').then((module) => ({ default: module.SchemaForm })));

/** The form library comes with the first form, not with the page. */
export function SchemaForm(props: SchemaFormProps) {
  return (
    <Suspense
      fallback={
        <Stack gap="sm">
          <Skeleton h={48} />
          <Skeleton h={48} />
          <Skeleton h={48} />
        </Stack>
      }
    >
      <Loaded {...props} />
    </Suspense>
  );
}
