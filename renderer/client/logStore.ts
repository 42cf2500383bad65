import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { EventMap } from '../../runtime/api/contract.ts';
import type { EventStream } from './eventStream.ts';

export interface LogLine {
  readonly id: number;
  readonly entry: EventMap['log'];
}

/** Lines kept; older ones go. */
const LIMIT = 1000;

/** Collects what members log from the moment the page opens, newest last. */
export function createLogStore(events: EventStream): StoreApi<readonly LogLine[]> {
  const store = createStore<readonly LogLine[]>(() => []);
  let lastId = 0;
  events.on('log', (entry) => store.setState((lines) => [...lines.slice(-LIMIT + 1), { id: ++lastId, entry }], true));
  return store;
}
