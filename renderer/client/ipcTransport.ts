import type { ShellBridge } from './desktop.ts';
import type { Transport } from './transport.ts';

/** The same calls through the desktop shell, which knows the member's address and token; the page does not. */
export function createIpcTransport(bridge: ShellBridge): Transport {
  let lastId = 0;
  return {
    async send({ method, path, body, signal }) {
      signal?.throwIfAborted();
      const id = ++lastId;
      const abort = (): void => bridge.abort(id);
      signal?.addEventListener('abort', abort, { once: true });
      try {
        return await bridge.request(id, {
          method,
          path,
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
      } finally {
        signal?.removeEventListener('abort', abort);
      }
    },

    stream(path, onOpen, onText, signal) {
      return new Promise((resolve, reject) => {
        const close = bridge.stream(path, {
          opened: onOpen,
          text: onText,
          closed: (error) => (error === undefined ? resolve() : reject(new Error(error))),
        });
        signal.addEventListener(
          'abort',
          () => {
            close();
            resolve();
          },
          { once: true },
        );
      });
    },
  };
}
