import type { RuntimeClient } from '../../client/index.ts';
import { ApiError } from '../../client/index.ts';
import { createDocumentStore, pageTimers } from '../../document/index.ts';
import type { DocumentStore } from '../../document/index.ts';
import { createLiveStore } from './createLiveStore.ts';
import type { FedLiveStore } from './createLiveStore.ts';
import { createDraftPort } from './draftPort.ts';

export interface OpenedPipeline {
  readonly document: DocumentStore;
  readonly live: FedLiveStore;
  dispose(): void;
}

/** Fetches a pipeline and all that is needed to show it, and makes its stores. */
export async function openPipeline(client: RuntimeClient, name: string): Promise<OpenedPipeline> {
  const [pipeline, catalog, deployment] = await Promise.all([
    client.pipeline(name),
    client.catalog(),
    client.deployment(name).catch(undefinedWhereMissing),
  ]);
  const { text, etag } = pipeline;
  const document = createDocumentStore({ name, text, etag, catalog, drafts: createDraftPort(client), timers: pageTimers });
  const live = createLiveStore(client, name, deployment);
  return {
    document,
    live,
    dispose: () => {
      live.dispose();
      void document.dispose();
    },
  };
}

function undefinedWhereMissing(caught: unknown): undefined {
  if (caught instanceof ApiError && caught.status === 404) return undefined;
  throw caught;
}
