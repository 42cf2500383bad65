import { describe, expect, it } from 'vitest';
import { ApiError } from './apiError.ts';
import { createRuntimeClient } from './runtimeClient.ts';
import type { TransportRequest, TransportResponse } from './transport.ts';

function clientThat(answer: (request: TransportRequest) => TransportResponse | Error) {
  const requests: TransportRequest[] = [];
  const client = createRuntimeClient({
    send: (request) => {
      requests.push(request);
      const answered = answer(request);
      return answered instanceof Error ? Promise.reject(answered) : Promise.resolve(answered);
    },
    stream: (_path, _onOpen, _onText, signal) =>
      new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
  });
  return { client, requests };
}

describe('createRuntimeClient', () => {
  it('encodes names into paths and leaves out what is not given', async () => {
    const { client, requests } = clientThat(() => ({ status: 200, text: '{}' }));
    await client.savePipeline('a/b', 'text');
    await client.samples('p', { edge: 'a->b' });
    client.dispose();
    expect(requests).toEqual([
      { method: 'PUT', path: '/pipelines/a%2Fb', body: { text: 'text' } },
      { method: 'GET', path: '/deployments/p/samples?edge=a-%3Eb' },
    ]);
  });

  it('turns a problem document into an error with its code, hint and diagnostics', async () => {
    const problem = {
      type: 'x',
      title: 'Stale',
      status: 409,
      detail: 'revision 3 is deployed',
      code: 'api.stale',
      hint: 'Look first.',
      diagnostics: [{ code: 'c', severity: 'error', message: 'm', path: '' }],
    };
    const { client } = clientThat(() => ({ status: 409, text: JSON.stringify(problem) }));
    const error = await client.deploy('p', '', 2).catch((caught: unknown) => caught);
    client.dispose();
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      status: 409,
      code: 'api.stale',
      message: 'revision 3 is deployed',
      hint: 'Look first.',
      retryable: false,
      diagnostics: problem.diagnostics,
    });
  });

  it('says that a member does not answer, and that trying again may help', async () => {
    const { client } = clientThat(() => new TypeError('Failed to fetch'));
    const error = await client.cluster().catch((caught: unknown) => caught);
    client.dispose();
    expect(error).toMatchObject({ status: 0, code: 'api.unreachable', retryable: true });
  });

  it('makes something of an answer that is no problem document', async () => {
    const { client } = clientThat(() => ({ status: 502, text: '<html>' }));
    const error = await client.cluster().catch((caught: unknown) => caught);
    client.dispose();
    expect(error).toMatchObject({ status: 502, code: 'api.unknown', retryable: true });
  });

  it('asks for a token once the member refuses', async () => {
    const { client } = clientThat(() => ({ status: 401, text: '' }));
    await client.cluster().catch(() => undefined);
    expect(client.events.connection.getState().status).toBe('unauthorised');
    client.dispose();
  });
});
