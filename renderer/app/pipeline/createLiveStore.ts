import { createStore } from 'zustand/vanilla';
import type { DeploymentDto, PipelineFigures } from '../../../runtime/api/contract.ts';
import type { RuntimeClient } from '../../client/index.ts';
import type { LiveState, LiveStore } from '../../document/index.ts';

const NOTHING: LiveState = { deployment: undefined, state: undefined, atMs: undefined, nodes: {}, edges: {} };

export interface FedLiveStore extends LiveStore {
  dispose(): void;
}

/**
 * What runs under a pipeline's name, from server-sent events. A node's figures keep their identity while they stay equal, so that
 * only what changed is drawn again.
 */
export function createLiveStore(
  client: Pick<RuntimeClient, 'events' | 'figures'>,
  name: string,
  deployment: DeploymentDto | undefined,
): FedLiveStore {
  const store = createStore<LiveState>(() => ({ ...NOTHING, ...deploymentPart(deployment) }));
  const take = (figures: PipelineFigures | undefined): void => {
    if (figures === undefined) return;
    store.setState((before) => ({
      state: figures.state,
      atMs: figures.atMs,
      nodes: keepEqual(before.nodes, figures.nodes),
      edges: keepEqual(before.edges, figures.edges),
    }));
  };
  take(client.figures.getState().latest[name]);

  const stops = [
    client.events.on('figures', (figures) => {
      if (figures.pipeline === name) take(figures);
    }),
    client.events.on('deployment', (next) => {
      if (next.name === name) store.setState(deploymentPart(next));
    }),
    client.events.on('deploymentDeleted', (gone) => {
      if (gone.name === name) store.setState(NOTHING);
    }),
  ];
  return Object.assign(store, { dispose: () => stops.forEach((stop) => stop()) });
}

function deploymentPart(deployment: DeploymentDto | undefined): Pick<LiveState, 'deployment' | 'state'> {
  return { deployment, state: deployment?.state };
}

/** The new values, with the old objects where nothing in them changed. */
export function keepEqual<T extends object>(
  before: { readonly [key: string]: T },
  next: { readonly [key: string]: T },
): { readonly [key: string]: T } {
  const kept: { [key: string]: T } = {};
  for (const [key, value] of Object.entries(next)) {
    const old = before[key];
    kept[key] = old !== undefined && isEqual(old, value) ? old : value;
  }
  return kept;
}

function isEqual(a: object, b: object): boolean {
  const keys = Object.keys(b);
  return (
    keys.length === Object.keys(a).length &&
    keys.every((key) => {
      const x: unknown = (a as Record<string, unknown>)[key];
      const y: unknown = (b as Record<string, unknown>)[key];
      return (
        Object.is(x, y) || (typeof x === 'object' && typeof y === 'object' && JSON.stringify(x) === JSON.stringify(y))
      );
    })
  );
}
