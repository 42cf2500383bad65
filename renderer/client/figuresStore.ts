import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { PipelineFigures } from '../../runtime/api/contract.ts';
import type { EventStream } from './eventStream.ts';

/** The last figures of every pipeline, and how its rate went. */
export interface FiguresState {
  readonly latest: { readonly [pipeline: string]: PipelineFigures };
  /** Records a second of the busiest node, oldest first, at most HISTORY of them. */
  readonly rates: { readonly [pipeline: string]: readonly number[] };
}

/** About a minute, at one message a second. */
const HISTORY = 60;

/** Collects figures from the moment the page opens, so that every view starts with what is known. */
export function createFiguresStore(events: EventStream): StoreApi<FiguresState> {
  const store = createStore<FiguresState>(() => ({ latest: {}, rates: {} }));
  events.on('figures', (figures) => {
    store.setState(({ latest, rates }) => ({
      latest: { ...latest, [figures.pipeline]: figures },
      rates: {
        ...rates,
        [figures.pipeline]: [...(rates[figures.pipeline] ?? []), pipelineRate(figures)].slice(-HISTORY),
      },
    }));
  });
  events.on('deploymentDeleted', ({ name }) => {
    store.setState(({ latest, rates }) => ({ latest: without(latest, name), rates: without(rates, name) }));
  });
  return store;
}

/** A pipeline's rate: its busiest node's, for adding up nodes would count a record once for each it passes. */
export function pipelineRate(figures: PipelineFigures): number {
  return Object.values(figures.nodes).reduce((most, node) => Math.max(most, node.recordsPerSecond), 0);
}

function without<T>(values: { readonly [name: string]: T }, name: string): { readonly [name: string]: T } {
  const { [name]: _gone, ...rest } = values;
  return rest;
}
