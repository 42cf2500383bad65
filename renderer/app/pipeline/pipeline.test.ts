import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { DeploymentDto, EventMap, PipelineFigures } from '../../../runtime/api/contract.ts';
import { ApiError } from '../../client/index.ts';
import type { EventStream, FiguresState } from '../../client/index.ts';
import { createDraftPort } from './draftPort.ts';
import { createLiveStore } from './createLiveStore.ts';

const node = {
  state: 'running' as const,
  records: 1,
  recordsPerSecond: 1,
  bytesPerSecond: 1,
  errors: 0,
  skipped: 0,
  deadLettered: 0,
};
const figures = (records: number, pipeline = 'p'): PipelineFigures => ({
  pipeline,
  atMs: records,
  state: 'running',
  nodes: { a: node, b: { ...node, records } },
  edges: {},
});

function fakeClient() {
  const listeners = new Map<string, Set<(value: never) => void>>();
  const events = {
    on: (event: string, listener: (value: never) => void) => {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set.add(listener));
      return () => set.delete(listener);
    },
  } as unknown as EventStream;
  const send = <K extends keyof EventMap>(event: K, value: EventMap[K]): void =>
    listeners.get(event)?.forEach((listener) => listener(value as never));
  const known = createStore<FiguresState>(() => ({ latest: { p: figures(1) }, rates: {} }));
  return { client: { events, figures: known }, send };
}

describe('createLiveStore', () => {
  it('starts with what is known, and keeps the figures of nodes that did not change', () => {
    const { client, send } = fakeClient();
    const live = createLiveStore(client, 'p', undefined);
    const before = live.getState().nodes;
    send('figures', JSON.parse(JSON.stringify(figures(2))) as PipelineFigures);
    send('figures', figures(9, 'other'));
    const after = live.getState().nodes;
    live.dispose();
    expect([before['b']?.records, after['b']?.records]).toEqual([1, 2]);
    expect(after['a']).toBe(before['a']);
  });

  it('forgets everything once the deployment is gone, and hears nothing after it was closed', () => {
    const { client, send } = fakeClient();
    const live = createLiveStore(client, 'p', { name: 'p', state: 'running' } as DeploymentDto);
    send('deploymentDeleted', { name: 'p' });
    expect(live.getState()).toEqual({ deployment: undefined, state: undefined, atMs: undefined, nodes: {}, edges: {} });
    live.dispose();
    send('figures', figures(3));
    expect(live.getState().nodes).toEqual({});
  });
});

describe('createDraftPort', () => {
  const dto = { name: 'p', text: 'theirs', etag: 'e9', updatedAtMs: 0 };

  it('answers a stale etag with what is there', async () => {
    const drafts = createDraftPort({
      pipeline: () => Promise.resolve(dto),
      savePipeline: () => Promise.reject(new ApiError({ status: 409 })),
    });
    expect(await drafts.save('p', 'mine', 'e1')).toEqual({ saved: false, theirs: { text: 'theirs', etag: 'e9' } });
  });

  it('lets every other failure through', async () => {
    const drafts = createDraftPort({
      pipeline: () => Promise.resolve(dto),
      savePipeline: () => Promise.reject(new ApiError({ status: 0 })),
    });
    await expect(drafts.save('p', 'mine', 'e1')).rejects.toMatchObject({ status: 0 });
  });
});
