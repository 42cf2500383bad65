import { createHmac } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { GantryRecord, Position, SourceTask } from '@gantry/sdk';
import { describe, expect, it, onTestFinished } from 'vitest';
import { taskContext } from '../support/contexts.ts';
import type { HttpSourceConfig } from './config.ts';
import { httpSource } from './source.ts';

const { signal } = new AbortController();
const base: HttpSourceConfig = {
  host: '127.0.0.1',
  port: 0,
  path: '/hook',
  auth: 'none',
  maxBodyBytes: 1_000,
  maxWaiting: 3,
  maxWaitingBytes: 100_000,
  answerTimeoutMs: 10_000,
};

/** A receiver whose batches are acknowledged as soon as they are read, unless told otherwise. */
async function startReceiver(config: Partial<HttpSourceConfig> = {}, position: Position | null = null) {
  let port = 0;
  const context = taskContext({ ...base, ...config });
  const log = {
    ...context.log,
    info: (_message: string, fields?: { readonly [name: string]: unknown }) => void (port = fields?.['port'] as number),
  };
  const task: SourceTask = httpSource.createTask({ ...context, log });
  await task.open(position, signal);
  onTestFinished(() => task.close());
  return { task, url: `http://127.0.0.1:${port}/hook` };
}

function post(url: string, body: string | Uint8Array, headers: { [name: string]: string } = {}): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    body: body as BodyInit,
    headers: { 'content-type': 'application/json', ...headers },
  });
}

/** Posts, and acknowledges what the receiver read of it. */
async function postAndStore(
  url: string,
  task: SourceTask,
  body: string | Uint8Array,
  headers: { [name: string]: string } = {},
) {
  const answer = post(url, body, headers);
  const batch = await task.read(signal);
  task.acknowledged?.(batch?.position ?? {});
  return { response: await answer, records: batch?.records ?? [] };
}

describe('http source', () => {
  it('answers 202 only once the records are stored', async () => {
    const { task, url } = await startReceiver();
    let answered = false;
    const answer = post(url, '{"id":1}').finally(() => (answered = true));
    const batch = await task.read(signal);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(answered).toBe(false);
    task.acknowledged?.(batch?.position ?? {});
    expect((await answer).status).toBe(202);
    expect(await (await answer).json()).toEqual({ records: 1 });
  });

  it('answers only the requests a position covers, and goes on counting from a position', async () => {
    const { task, url } = await startReceiver({}, { requests: 40 });
    const first = post(url, '{"n":1}');
    const one = await task.read(signal);
    const second = post(url, '{"n":2}');
    const two = await task.read(signal);
    expect([one?.position, two?.position]).toEqual([{ requests: 41 }, { requests: 42 }]);
    task.acknowledged?.({ requests: 41 });
    expect((await first).status).toBe(202);
    await task.close();
    expect((await second).status).toBe(503);
  });

  it.each([
    ['application/json', '{"id":9007199254740993}', [{ id: 9_007_199_254_740_993n }]],
    ['application/cloudevents+json', '[{"a":1},{"a":2},3]', [{ a: 1 }, { a: 2 }, { value: 3 }]],
    ['application/x-ndjson', '{"a":1}\n\n{"a":2}\r\n', [{ a: 1 }, { a: 2 }]],
    ['application/x-www-form-urlencoded', 'a=1+2&b=%C3%A9&c=1&c=2', [{ a: '1 2', b: 'é', c: ['1', '2'] }]],
    ['text/plain; charset=UTF-8', 'hello', [{ value: 'hello' }]],
  ])('reads %s', async (type, body, rows) => {
    const { task, url } = await startReceiver();
    const { response, records } = await postAndStore(url, task, body, { 'content-type': type });
    expect(response.status).toBe(202);
    expect(records.map(({ after }) => after)).toEqual(rows);
    expect(records[0]).toMatchObject({ op: 'message', source: { connector: 'http', table: '/hook' } });
  });

  it('reads gzip, takes keys from the records and event headers, but no secrets', async () => {
    const { task, url } = await startReceiver({ key: 'after.id' });
    const { records } = await postAndStore(url, task, gzipSync('{"id":7}'), {
      'content-encoding': 'gzip',
      'x-github-event': 'push',
      authorization: 'Bearer s3cret',
      'x-api-key': 's3cret',
    });
    expect(records[0]?.key).toBe(7);
    expect(records[0]?.headers).toMatchObject({ 'x-github-event': 'push' });
    expect(JSON.stringify(records[0] as GantryRecord)).not.toContain('s3cret');
  });

  it.each([
    ['GET', '/hook', {}, '', 405],
    ['POST', '/other', {}, '{}', 404],
    ['POST', '/hook', { 'content-type': 'image/png' }, 'x', 415],
    ['POST', '/hook', { 'content-type': 'text/plain; charset=gbk' }, 'x', 415],
    ['POST', '/hook', { 'content-encoding': 'br' }, 'x', 415],
    ['POST', '/hook', { 'content-encoding': 'gzip' }, 'no gzip', 400],
    ['POST', '/hook', {}, '{"password": "hunter2"', 400],
    ['POST', '/hook', { 'content-type': 'application/x-ndjson' }, '{}\n{', 400],
    ['POST', '/hook', {}, `"${'x'.repeat(1_000)}"`, 413],
    ['POST', '/hook', { 'content-encoding': 'gzip' }, gzipSync('y'.repeat(100_000)), 413],
  ])('refuses %s %s %j with a clean answer (case %#)', async (method, path, headers, body, status) => {
    const { url } = await startReceiver();
    const target = new URL(path, url);
    const response = await fetch(target, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(method === 'GET' ? {} : { body: body as BodyInit }),
    });
    const problem = (await response.json()) as { status: number; code: string };
    expect(response.status).toBe(status);
    expect(problem).toMatchObject({ status, code: expect.stringMatching(/^http\./) });
    expect(JSON.stringify(problem)).not.toContain('hunter2');
  });

  it('cuts a body of unknown length off at the limit', async () => {
    const { url } = await startReceiver();
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const request = httpRequest(url, { method: 'POST', headers: { 'transfer-encoding': 'chunked' } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      request.on('error', reject);
      request.write('z'.repeat(2_000));
    });
    expect(status).toBe(413);
  });

  it('believes only requests with the secret', async () => {
    const { task, url } = await startReceiver({ auth: 'header', secret: 's3cret' });
    expect((await post(url, '{}')).status).toBe(401);
    const refused = await post(url, '{}', { authorization: 'Bearer wrong' });
    expect(refused.status).toBe(401);
    expect(await refused.text()).not.toContain('s3cret');
    expect((await postAndStore(url, task, '{}', { authorization: 'Bearer s3cret' })).response.status).toBe(202);
    const { task: other, url: otherUrl } = await startReceiver({ auth: 'header', secret: 's3cret', header: 'X-Token' });
    expect((await postAndStore(otherUrl, other, '{}', { 'x-token': 's3cret' })).response.status).toBe(202);
  });

  it('believes only bodies with the right signature', async () => {
    const { task, url } = await startReceiver({ auth: 'signature', secret: 's3cret' });
    const sign = (body: string) => `sha256=${createHmac('sha256', 's3cret').update(body).digest('hex')}`;
    const signed = await postAndStore(url, task, '{"a":1}', { 'x-hub-signature-256': sign('{"a":1}') });
    expect(signed.response.status).toBe(202);
    expect((await post(url, '{"a":2}', { 'x-hub-signature-256': sign('{"a":1}') })).status).toBe(401);
    expect((await post(url, '{"a":2}')).status).toBe(401);
  });

  it('tells senders to come again when as many wait as may', async () => {
    const { task, url } = await startReceiver();
    const waiting = [1, 2, 3].map((n) => post(url, `{"n":${n}}`));
    let count = 0;
    while (count < 3) count += (await task.read(signal))?.records.length ?? 0;
    const refused = await post(url, '{"n":4}');
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('1');
    task.acknowledged?.({ requests: 3 });
    expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([202, 202, 202]);
    expect((await postAndStore(url, task, '{"n":5}')).response.status).toBe(202);
  });

  it('answers 503 when storing takes too long', async () => {
    const { task, url } = await startReceiver({ answerTimeoutMs: 20 });
    const answer = post(url, '{}');
    await task.read(signal);
    expect((await answer).status).toBe(503);
  });

  it('goes on after a sender that dies mid-request', async () => {
    const { task, url } = await startReceiver();
    await new Promise<void>((resolve) => {
      const request = httpRequest(url, { method: 'POST', headers: { 'content-length': '500' } });
      request.on('error', () => resolve());
      request.write('{"half":', () => request.destroy(new Error('gone')));
    });
    expect((await postAndStore(url, task, '{"whole":1}')).records).toHaveLength(1);
  });

  it('answers an empty list at once', async () => {
    const { url } = await startReceiver();
    expect((await post(url, '[]')).status).toBe(202);
  });

  it('ends a read when it is cancelled', async () => {
    const { task } = await startReceiver();
    const stop = new AbortController();
    const reading = task.read(stop.signal);
    stop.abort();
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('names a port that is in use, also when it is asked before', async () => {
    const { url } = await startReceiver();
    const config = { ...base, port: Number(new URL(url).port) };
    await expect(httpSource.createTask(taskContext(config)).open(null, signal)).rejects.toMatchObject({
      code: 'http.port_in_use',
    });
    expect(await httpSource.check?.(taskContext(config), signal)).toMatchObject([
      { name: 'listen', status: 'warning' },
    ]);
    expect(await httpSource.check?.(taskContext(base), signal)).toMatchObject([{ name: 'listen', status: 'passed' }]);
  });

  it('refuses to check a secret it was not given', async () => {
    const task = httpSource.createTask(taskContext({ ...base, auth: 'header' as const }));
    await expect(task.open(null, signal)).rejects.toMatchObject({ code: 'http.missing_secret' });
  });
});
