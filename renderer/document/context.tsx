import { createContext, useContext } from 'react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { DocumentActions, DocumentState, DocumentStore, LiveState, LiveStore } from './types.ts';

interface OpenPipeline {
  readonly document: DocumentStore;
  readonly live: LiveStore;
}

const OpenPipelineContext = createContext<OpenPipeline | undefined>(undefined);

/** Hands the open pipeline's stores down. Both must stay the same for the life of the page. */
export function OpenPipelineProvider({
  value,
  children,
}: {
  readonly value: OpenPipeline;
  readonly children: ReactNode;
}) {
  return <OpenPipelineContext.Provider value={value}>{children}</OpenPipelineContext.Provider>;
}

/** Selects from the document. The selector returns stable values: no objects made on the spot. */
export function useDocument<T>(select: (state: DocumentState) => T): T {
  return useStore(useDocumentStore(), select);
}

export function useDocumentActions(): DocumentActions {
  return useDocumentStore().actions;
}

/** The store itself, for event handlers that read once and for editors that subscribe outside React. */
export function useDocumentStore(): DocumentStore {
  return useOpenPipeline().document;
}

/** Selects from what runs. The selector returns stable values. */
export function useLive<T>(select: (state: LiveState) => T): T {
  return useStore(useOpenPipeline().live, select);
}

export function useLiveStore(): LiveStore {
  return useOpenPipeline().live;
}

function useOpenPipeline(): OpenPipeline {
  const open = useContext(OpenPipelineContext);
  if (open === undefined) throw new Error('no pipeline is open here: OpenPipelineProvider is missing above');
  return open;
}
