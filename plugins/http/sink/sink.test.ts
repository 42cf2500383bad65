import type { SinkTask } from '@gantry/sdk';
import { describe, expect, it } from 'vitest';
import { row, startServer, taskContext } from '../support/contexts.ts';
import type { HttpSinkConfig } from './config.ts';
import { httpSink } from './sink.ts';

const TOKEN = 'tok-4711-secret';
const { signal } = new AbortController();
const base: HttpSinkConfig = {
  url: '/in',
  method: 'POST',
  format: 'json-array',
  content: 'row',
  batchRecords: 100,
  concurrency: 4,
  headers: {},
  timeoutMs: 5_000,
};

function sinkTo(origin: string, config: Partial<HttpSinkConfig> = {}, connection: object = {}): SinkTask {
  const settings = { url: origin, token: TOKEN, headers: {}, secretHeaders: {}, ...connection };
  return httpSink.createTask(taskContext({ ...base, ...config }, settings));
}

async function errorOf(
  write: Promise<unknown>,
): Promise<{ code: string; message: string; retryable: boolean; retryAfterMs: number }> {
  return write.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: unknown) => error as { code: string; message: string; retryable: boolean; retryAfterMs: number },
  );
}

describe('http sink', () => {
  it('sends many records in one array, with token, headers and type', async () => {
    const { origin, received } = await startServer();
    const task = sinkTo(origin, { headers: { 'x-a': '1' } }, { secretHeaders: { 'x-api-key': 'k' } });
    expect(await task.write([row({ id: 1, big: 2n ** 60n }), row({ id: 2 })], signal)).toEqual([]);
    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({
      method: 'POST',
      url: '/in',
      body: '[{"id":1,"big":1152921504606846976},{"id":2}]',
    });
    expect(received[0]?.headers).toMatchObject({
      authorization: `Bearer ${TOKEN}`,
      'x-a': '1',
      'x-api-key': 'k',
      'content-type': 'application/json',
    });
  });

  it('sends NDJSON, whole records and single objects as told', async () => {
    const { origin, received } = await startServer();
    await sinkTo(origin, { format: 'ndjson' }).write([row({ a: 1 }), row({ a: 2 })], signal);
    expect(received[0]).toMatchObject({ body: '{"a":1}\n{"a":2}\n' });
    await sinkTo(origin, { format: 'json', content: 'envelope', method: 'PUT', url: 'o/{key}' }).write(
      [row(null, { op: 'delete', key: 'a/b', before: { a: 1 } })],
      signal,
    );
    expect(received[1]).toMatchObject({ method: 'PUT', url: '/o/a%2Fb' });
    expect(JSON.parse(received[1]?.body ?? '')).toMatchObject({
      op: 'delete',
      key: 'a/b',
      before: { a: 1 },
      after: null,
    });
  });

  it('keeps the order of each key while sending several requests at a time', async () => {
    let running = 0;
    let most = 0;
    const { origin, received } = await startServer(async ({ body }, response) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, (JSON.parse(body) as { n: number }).n % 3));
      running -= 1;
      response.end();
    });
    const records = Array.from({ length: 60 }, (_, n) => row({ n, k: n % 7 }, { key: { k: n % 7 } }));
    await sinkTo(origin, { format: 'json' }).write(records, signal);
    expect(received).toHaveLength(60);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(4);
    for (let key = 0; key < 7; key += 1) {
      const order = received
        .map(({ body }) => JSON.parse(body) as { n: number; k: number })
        .filter(({ k }) => k === key);
      expect(order.map(({ n }) => n)).toEqual(order.map(({ n }) => n).sort((one, other) => one - other));
    }
  });

  it('asks for a retry on 429 and 5xx, when the server says', async () => {
    const answers: [number, string?][] = [[429, '7'], [503, new Date(Date.UTC(2026, 0, 1, 0, 1)).toUTCString()], [500]];
    const { origin } = await startServer((_received, response) => {
      const [status, retryAfter] = answers.shift() ?? [200];
      response.writeHead(status, retryAfter === undefined ? {} : { 'retry-after': retryAfter }).end('slow down');
    });
    const task = sinkTo(origin);
    const errors = [
      await errorOf(task.write([row({})], signal)),
      await errorOf(task.write([row({})], signal)),
      await errorOf(task.write([row({})], signal)),
    ];
    expect(errors.map(({ code, retryable, retryAfterMs }) => [code, retryable, retryAfterMs])).toEqual([
      ['http.unavailable', true, 7_000],
      ['http.unavailable', true, 60_000],
      ['http.unavailable', true, undefined],
    ]);
    expect(errors[0]?.message).toContain('429: slow down');
    expect(await task.write([row({})], signal)).toEqual([]);
  });

  it('sends what was taken once only when the host gives the same records again', async () => {
    let isDown = true;
    const { origin, received } = await startServer(({ body }, response) => {
      response.writeHead(isDown && body.includes('"n":3') ? 503 : 200).end();
    });
    const task = sinkTo(origin, { format: 'json', concurrency: 1 });
    const records = [1, 2, 3, 4].map((n) => row({ n }));
    await errorOf(task.write(records, signal));
    isDown = false;
    expect(await task.write(records, signal)).toEqual([]);
    expect(received.map(({ body }) => body)).toEqual(['{"n":1}', '{"n":2}', '{"n":3}', '{"n":3}', '{"n":4}']);
  });

  it('fails the one record a server refuses, and leaves a refused batch to be halved', async () => {
    const { origin } = await startServer(({ body }, response) => {
      response.writeHead(body.includes('bad') ? 422 : 200).end('{"error":"bad name"}');
    });
    const records = [row({ name: 'ok' }), row({ name: 'bad' }), row({ name: 'fine' })];
    const failures = await sinkTo(origin, { format: 'json' }).write(records, signal);
    expect(failures).toEqual([
      { index: 1, error: expect.objectContaining({ code: 'http.rejected', retryable: false }) },
    ]);
    const task = sinkTo(origin);
    expect(await errorOf(task.write(records, signal))).toMatchObject({ code: 'http.rejected', retryable: false });
    expect(await task.write(records.slice(1, 2), signal)).toMatchObject([
      { index: 0, error: { code: 'http.rejected' } },
    ]);
  });

  it('fails deletes when only rows are sent, and records without what the URL needs', async () => {
    const { origin, received } = await startServer();
    const records = [row(null, { op: 'delete', key: 'k' }), row({ id: 1 }), row({ id: null }), row({ id: '..' })];
    const failures = await sinkTo(origin, { url: 'o/{after.?id.orValue(9)}' }).write(records, signal);
    expect(failures?.map(({ index, error }) => [index, error.code])).toEqual([
      [0, 'http.no_row'],
      [2, 'expression.empty_value'],
      [3, 'http.bad_url'],
    ]);
    expect(received.map(({ url }) => url)).toEqual(['/o/1']);
  });

  it('ends a request that takes too long, and one whose server dies, as something to try again', async () => {
    const slow = await startServer(() => undefined);
    const timeout = await errorOf(sinkTo(slow.origin, { timeoutMs: 50 }).write([row({})], signal));
    expect(timeout).toMatchObject({ code: 'http.timeout', retryable: true });
    const dying = await startServer((_received, response) => {
      response.writeHead(200, { 'content-length': '1000' }).write('half');
      response.socket?.destroy();
    });
    expect(await errorOf(sinkTo(dying.origin).write([row({})], signal))).toMatchObject({
      code: 'http.unreachable',
      retryable: true,
    });
    expect(await errorOf(sinkTo('http://127.0.0.1:1').write([row({})], signal))).toMatchObject({
      code: 'http.unreachable',
    });
  });

  it('stops at once when it is cancelled', async () => {
    const { origin } = await startServer(() => undefined);
    const stop = new AbortController();
    const writing = errorOf(sinkTo(origin).write([row({})], stop.signal));
    setTimeout(() => stop.abort(), 20);
    expect(await writing).toMatchObject({ code: 'cancelled' });
  });

  it('follows redirects that keep host and body, and no others', async () => {
    const other = await startServer();
    const { origin, received } = await startServer(({ url }, response) => {
      const places: { [url: string]: [number, string] } = {
        '/moved': [308, '/in'],
        '/away': [307, `${other.origin}/in`],
        '/get': [302, '/in'],
        '/round': [307, '/round'],
      };
      const [status, location] = places[url] ?? [200, ''];
      response.writeHead(status, location ? { location } : {}).end();
    });
    await sinkTo(origin, { url: 'moved' }).write([row({ a: 1 })], signal);
    expect(received.at(-1)).toMatchObject({ url: '/in', method: 'POST', body: '[{"a":1}]' });
    for (const url of ['away', 'get', 'round']) {
      expect(await errorOf(sinkTo(origin, { url }).write([row({})], signal))).toMatchObject({
        code: 'http.redirected',
      });
    }
    expect(other.received).toEqual([]);
  });

  it('never shows a secret, even where the server repeats it', async () => {
    const { origin } = await startServer(({ headers }, response) => {
      response.writeHead(401).end(`who is ${headers.authorization}? also ${headers['x-api-key']}`);
    });
    const error = await errorOf(
      sinkTo(origin, { url: 'in?token=hidden' }, { secretHeaders: { 'x-api-key': 'key-0815' } }).write(
        [row({})],
        signal,
      ),
    );
    expect(error).toMatchObject({ code: 'http.unauthorized', retryable: true });
    expect(error.message).not.toMatch(/4711|0815|hidden/);
    expect(() => sinkTo(origin, {}, { token: 'tok-4711\n\u0000' })).toThrow(
      expect.objectContaining({ code: 'http.bad_header', message: expect.not.stringContaining('4711') }),
    );
    expect(() => sinkTo('http://user:4711@host/')).toThrow(
      expect.objectContaining({ code: 'http.bad_url', message: expect.not.stringContaining('4711') }),
    );
  });

  it('does not carry the token to another host', () => {
    expect(() => sinkTo('http://127.0.0.1:1', { url: 'http://example.com/x' })).toThrow(
      expect.objectContaining({ code: 'http.foreign_origin' }),
    );
  });

  it('checks the way to the server step by step', async () => {
    const { origin } = await startServer((_received, response) => void response.writeHead(403).end());
    const steps = await httpSink.check?.(taskContext({ ...base, url: `${origin}/in` }), signal);
    expect(steps?.map(({ name, status }) => [name, status])).toEqual([
      ['resolve', 'passed'],
      ['connect', 'passed'],
      ['status', 'failed'],
    ]);
    const closed = await httpSink.check?.(taskContext({ ...base, url: 'http://127.0.0.1:1/' }), signal);
    expect(closed?.map(({ status }) => status)).toEqual(['passed', 'failed', 'skipped']);
  });
});
