import { useQueryClient } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { DeploymentDto } from '../../runtime/api/contract.ts';
import { queryKeys, useClient } from '../client/index.ts';

/** Keeps what was asked of the member up to date by its events, and asks anew after the connection was lost. */
export function useServerEvents(): void {
  const { events } = useClient();
  const queries = useQueryClient();
  useEffect(() => {
    const stops = [
      events.on('deployment', (deployment) => putDeployment(queries, deployment)),
      events.on('deploymentDeleted', ({ name }) => removeDeployment(queries, name)),
      events.on('pipelineChanged', () => void queries.invalidateQueries({ queryKey: queryKeys.pipelines })),
      events.connection.subscribe((state, before) => {
        if (state.status === 'connected' && before.status !== 'connected') void queries.invalidateQueries();
      }),
    ];
    return () => stops.forEach((stop) => stop());
  }, [events, queries]);
}

function putDeployment(queries: QueryClient, deployment: DeploymentDto): void {
  const known = queries.getQueryData<readonly DeploymentDto[]>(queryKeys.deployments);
  if (known !== undefined) {
    queries.setQueryData(queryKeys.deployments, [...known.filter(({ name }) => name !== deployment.name), deployment]);
  }
  const revisionChanged = known?.find(({ name }) => name === deployment.name)?.revision !== deployment.revision;
  if (revisionChanged) void queries.invalidateQueries({ queryKey: queryKeys.pipelines });
}

function removeDeployment(queries: QueryClient, gone: string): void {
  queries.setQueryData<readonly DeploymentDto[]>(queryKeys.deployments, (known) =>
    known?.filter(({ name }) => name !== gone),
  );
  void queries.invalidateQueries({ queryKey: queryKeys.pipelines });
}
