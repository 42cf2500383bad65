import { API_PREFIX } from '../../runtime/api/contract.ts';
import type { Transport } from './transport.ts';

interface HttpTransportOptions {
  readonly fetch: typeof globalThis.fetch;
  /** The page's own address unless the member is elsewhere. */
  readonly baseUrl?: string;
  /** Read for every call, so that a token typed in later counts. */
  token(): string | undefined;
}

/**
 * HTTP to a member. Events come through fetch and not through EventSource, which hides the status, so that a refused token could
 * not be told from a lost network, and cannot send an Authorization header.
 */
export function createHttpTransport({ fetch, baseUrl = '', token }: HttpTransportOptions): Transport {
  const headers = (more: Record<string, string>): Record<string, string> => {
    const known = token();
    return { ...more, ...(known === undefined ? {} : { authorization: `Bearer ${known}` }) };
  };
  const url = (path: string): string => `${baseUrl}${API_PREFIX}${path}`;

  return {
    async send({ method, path, body, signal }) {
      const response = await fetch(url(path), {
        method,
        headers: headers({
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        }),
        credentials: 'same-origin',
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(signal === undefined ? {} : { signal }),
      });
      return { status: response.status, text: await response.text() };
    },

    async stream(path, onOpen, onText, signal) {
      const response = await fetch(url(path), {
        headers: headers({ accept: 'text/event-stream' }),
        credentials: 'same-origin',
        signal,
      });
      onOpen(response.status);
      if (!response.ok || response.body === null) return;
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        onText(value);
      }
    },
  };
}
