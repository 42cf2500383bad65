import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GantryRecord, Json, Row } from '@gantry/sdk';
import type { SinkDriver, SourceDriver } from '@gantry/sdk/testing';
import type { PluginDrivers } from './types.ts';

const REQUESTS = 20;

/** Posts rows to the receiver. What was answered is stored, so it cannot be asked for again. */
const source: SourceDriver = {
  replays: false,
  prepare: async () => {
    const port = await freePort();
    const rows: readonly Row[] = Array.from({ length: REQUESTS }, (_, id) => ({ id, text: `row ${id}` }));
    return {
      config: { port, path: '/hook' },
      expected: rows,
      endless: true,
      feed: async () => {
        for (const row of rows) {
          const answer = await fetch(`http://127.0.0.1:${port}/hook`, {
            method: 'POST',
            headers: { 'content-type': 'application/json', connection: 'close' },
            body: JSON.stringify(row),
          });
          if (!answer.ok) throw new Error(`the receiver answered ${answer.status}`);
        }
      },
    };
  },
};

/** Takes what the sink posts, a request being one record or a list. */
const sink: SinkDriver = {
  prepare: async () => {
    const received: Json[] = [];
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = JSON.parse(Buffer.concat(chunks).toString()) as Json;
        received.push(...(Array.isArray(body) ? (body as Json[]) : [body]));
        response.setHeader('connection', 'close').end();
      });
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    return {
      config: { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` },
      stored: async () => received,
      expected: (record: GantryRecord) => record.after as Json,
      dispose: () => new Promise((resolve) => void server.close(() => resolve())),
    };
  },
};

export const httpDrivers: PluginDrivers = { sources: { http: source }, sinks: { http: sink } };

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => void server.close(() => resolve()));
  return port;
}
