import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { ROUTES } from '../../runtime/api/contract.ts';
import type { EventMap } from '../../runtime/api/contract.ts';
import { createSseParser } from './sseParser.ts';
import type { Transport } from './transport.ts';

/** How the page stands with its member. */
export interface ConnectionState {
  readonly status: 'connecting' | 'connected' | 'reconnecting' | 'unauthorised';
  /** When it is tried again, while reconnecting. */
  readonly nextAttemptAtMs?: number;
}

type Listeners = { [K in keyof EventMap]?: Set<(value: EventMap[K]) => void> };

export interface EventStream {
  readonly connection: StoreApi<ConnectionState>;
  on<K extends keyof EventMap>(event: K, listener: (value: EventMap[K]) => void): () => void;
  /** Tries now instead of when the pause is over: after a token was given, or when a person asks. */
  reconnect(): void;
  dispose(): void;
}

interface EventStreamOptions {
  readonly transport: Transport;
  readonly now?: () => number;
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly random?: () => number;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

/** Keeps one event stream open: doubles the pause after each failure, with jitter so that many tabs do not come back at once. */
export function createEventStream({
  transport,
  now = Date.now,
  wait = pause,
  random = Math.random,
}: EventStreamOptions): EventStream {
  const connection = createStore<ConnectionState>(() => ({ status: 'connecting' }));
  const listeners: Listeners = {};
  const ended = new AbortController();
  let wake = new AbortController();

  const runOnce = async (): Promise<boolean> => {
    let opened = false;
    const parse = createSseParser(({ event, data }) => deliver(listeners, event, data));
    const onOpen = (status: number): void => {
      opened = status === 200;
      if (status === 401 || status === 403) connection.setState({ status: 'unauthorised' }, true);
      else if (opened) connection.setState({ status: 'connected' }, true);
    };
    try {
      await transport.stream(ROUTES.events, onOpen, parse, ended.signal);
    } catch {
      // A broken connection is what this loop is for: the state below tells the user, the next attempt mends it.
    }
    return opened;
  };

  const run = async (): Promise<void> => {
    let pauseMs = FIRST_PAUSE_MS;
    while (!ended.signal.aborted) {
      if (await runOnce()) pauseMs = FIRST_PAUSE_MS;
      if (ended.signal.aborted) return;
      const thisPauseMs = pauseMs * (0.5 + random() / 2);
      if (connection.getState().status !== 'unauthorised') {
        connection.setState({ status: 'reconnecting', nextAttemptAtMs: now() + thisPauseMs }, true);
      }
      wake = new AbortController();
      const unauthorised = connection.getState().status === 'unauthorised';
      await wait(unauthorised ? LONGEST_PAUSE_MS : thisPauseMs, AbortSignal.any([wake.signal, ended.signal]));
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }
  };
  void run();

  return {
    connection,
    on(event, listener) {
      const set = (listeners[event] ??= new Set() as never) as Set<typeof listener>;
      set.add(listener);
      return () => set.delete(listener);
    },
    reconnect: () => wake.abort(),
    dispose: () => ended.abort(),
  };
}

function deliver(listeners: Listeners, event: string, data: string): void {
  const set = listeners[event as keyof EventMap] as Set<(value: unknown) => void> | undefined;
  if (set === undefined || set.size === 0) return;
  const value: unknown = JSON.parse(data);
  for (const listener of set) listener(value);
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
