import type { RuntimeClient } from '../../client/index.ts';
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
  // Asked of the list: that a draft is not deployed yet is no error, and must not look like one in the browser's console.
  const [pipeline, catalog, deployments] = await Promise.all([
    client.pipeline(name),
    client.catalog(),
    client.deployments(),
  ]);
  const deployment = deployments.find((one) => one.name === name);
  const { text, etag } = pipeline;
  const document = createDocumentStore({
    name,
    text,
    etag,
    catalog,
    drafts: createDraftPort(client),
    timers: pageTimers,
  });
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
