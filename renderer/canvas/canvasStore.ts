import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { NodeKind, PipelineEdge } from '../../runtime/spec/types.ts';

/** Where the quick-add list opens and what the new node is wired to. Screen coordinates in the page, places on the canvas. */
export interface QuickAddRequest {
  readonly screen: { readonly x: number; readonly y: number };
  readonly place: readonly [number, number];
  /** The new node follows this one. */
  readonly after?: string;
  /** The new node goes before this one. */
  readonly before?: string;
  /** The new node goes into this edge. */
  readonly into?: PipelineEdge;
  /** Offers these kinds only. */
  readonly kinds?: readonly NodeKind[];
}

/** What the canvas shows for a moment and no document keeps. */
export interface CanvasState {
  readonly hoveredEdge: string | undefined;
  readonly renaming: string | undefined;
  readonly quickAdd: QuickAddRequest | undefined;
  /** The node whose next target is being picked by keyboard. */
  readonly connectingFrom: string | undefined;
}

export type CanvasStore = StoreApi<CanvasState>;

export function createCanvasStore(): CanvasStore {
  return createStore<CanvasState>(() => ({
    hoveredEdge: undefined,
    renaming: undefined,
    quickAdd: undefined,
    connectingFrom: undefined,
  }));
}

export const CanvasContext = createContext<CanvasStore | undefined>(undefined);

export function useCanvasStore(): CanvasStore {
  const store = useContext(CanvasContext);
  if (store === undefined) throw new Error('this is drawn on a PipelineCanvas only');
  return store;
}

export function useCanvas<T>(select: (state: CanvasState) => T): T {
  return useStore(useCanvasStore(), select);
}
