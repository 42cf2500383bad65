import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock, GantryRecord, Row, TaskContext } from '@gantry/sdk';
import { onTestFinished } from 'vitest';

/** A task's context for tests; its clock stands still. */
export function taskContext<Config>(config: Config, connection?: unknown): TaskContext<Config> {
  const silent = (): void => {};
  const clock: Clock = { now: () => Date.UTC(2026, 0, 1), sleep: () => Promise.resolve() };
  return {
    pipeline: 'test',
    node: 'http',
    config,
    connection,
    log: { debug: silent, info: silent, warn: silent, error: silent },
    clock,
    input: null,
    index: 0,
    count: 1,
    dataDir: '/nowhere',
    epoch: 1,
    show: silent,
  };
}

/** A record with the given after row. */
export function row(after: Row | null, more: Partial<GantryRecord> = {}): GantryRecord {
  return { op: 'create', key: null, before: null, after, source: { connector: 'test' }, timestampMs: 0, ...more };
}

/** A request as a test server got it. */
export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A real HTTP server on a free port, with what it received; closed when the test is over. */
export interface TestServer {
  readonly origin: string;
  readonly received: Received[];
}

/** Starts a server that answers as told, 200 where it is told nothing. */
export async function startServer(
  answer: (received: Received, response: ServerResponse) => void | Promise<void> = (_received, response) =>
    void response.end(),
): Promise<TestServer> {
  const received: Received[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const got = { method, url, headers, body: Buffer.concat(chunks).toString('utf8') };
      received.push(got);
      void answer(got, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
}
