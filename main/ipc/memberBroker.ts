import type { BridgeRequest } from './bridge.ts';
import { API_PREFIX } from '../../runtime/api/contract.ts';
import type { StreamMessage } from './channels.ts';

/** Where the member is, and what opens it. */
export interface MemberAccess {
  readonly url: string;
  readonly token: string;
}

/** Calls the member for the page, which knows neither its address nor its token. */
export interface MemberBroker {
  /** Rejects where no answer came. */
  request(id: number, request: BridgeRequest): Promise<{ readonly status: number; readonly text: string }>;
  abort(id: number): void;
  openStream(id: number, path: string, send: (message: StreamMessage) => void): void;
  closeStream(id: number): void;
  /** Ends everything under way: the page is gone. */
  closeAll(): void;
}

/** `access` resolves once the runtime is up; after a restart of it, to its new address. */
export function createMemberBroker(access: () => Promise<MemberAccess>, fetch: typeof globalThis.fetch): MemberBroker {
  const requests = new Map<number, AbortController>();
  const streams = new Map<number, AbortController>();

  return {
    async request(id, { method, path, body }) {
      const controller = new AbortController();
      requests.set(id, controller);
      try {
        const { url, token } = await access();
        const headers = {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        };
        const answer = await fetch(`${url}${API_PREFIX}${path}`, {
          method,
          headers,
          signal: controller.signal,
          ...(body === undefined ? {} : { body }),
        });
        return { status: answer.status, text: await answer.text() };
      } finally {
        requests.delete(id);
      }
    },
    abort: (id) => requests.get(id)?.abort(),
    openStream(id, path, send) {
      const controller = new AbortController();
      streams.set(id, controller);
      pump(path, controller.signal, send)
        .then(
          () => send({ kind: 'closed' }),
          (caught: unknown) =>
            send({ kind: 'closed', error: caught instanceof Error ? caught.message : String(caught) }),
        )
        .finally(() => streams.delete(id));
    },
    closeStream: (id) => streams.get(id)?.abort(),
    closeAll() {
      for (const controller of [...requests.values(), ...streams.values()]) controller.abort();
    },
  };

  async function pump(path: string, signal: AbortSignal, send: (message: StreamMessage) => void): Promise<void> {
    const { url, token } = await access();
    const answer = await fetch(`${url}${API_PREFIX}${path}`, {
      headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream' },
      signal,
    });
    send({ kind: 'opened', status: answer.status });
    if (!answer.ok || !answer.body) return;
    const decoder = new TextDecoder();
    for await (const chunk of answer.body) send({ kind: 'text', text: decoder.decode(chunk, { stream: true }) });
  }
}
