import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CHANNELS } from './channels.ts';
import type { StreamMessage } from './channels.ts';
import { checkSender } from './checkSender.ts';
import { createMemberBroker } from './memberBroker.ts';
import { readExternalUrl, readFileName, readId, readPath, readRequest } from './readCall.ts';

const refusal = (work: () => unknown): string => {
  try {
    return `accepted ${JSON.stringify(work())}`;
  } catch (caught) {
    return (caught as { code: string }).code;
  }
};

describe('a call from the page', () => {
  test('is taken from the designer itself alone', () => {
    expect(refusal(() => checkSender({ url: 'gantry://app/pipelines/a', parent: null }))).toBe('accepted undefined');
    const strangers = [
      null,
      { url: 'gantry://app.evil/', parent: null },
      { url: 'https://evil.example/', parent: null },
      { url: 'gantry://app/', parent: {} },
    ];
    expect(strangers.map((frame) => refusal(() => checkSender(frame)))).toEqual(
      strangers.map(() => 'shell.sender_refused'),
    );
  });

  test('reaches the API and nothing beside it', () => {
    expect(readPath('/deployments/a%20b?positions=keep')).toBe('/deployments/a%20b?positions=keep');
    const bad = [
      '',
      'deployments',
      '/../../metrics',
      '/%2e%2e/%2e%2e/metrics',
      '/../v2',
      7,
      undefined,
      `/${'x'.repeat(5000)}`,
    ];
    expect(bad.map((path) => refusal(() => readPath(path)))).toEqual(bad.map(() => 'shell.call_invalid'));
    expect(refusal(() => readRequest(1, { method: 'TRACE', path: '/a' }))).toBe('shell.call_invalid');
    expect(refusal(() => readRequest(1, { method: 'PUT', path: '/a', body: {} }))).toBe('shell.call_invalid');
    expect(refusal(() => readRequest('1', { method: 'GET', path: '/a' }))).toBe('shell.call_invalid');
    expect(refusal(() => readId(1.5))).toBe('shell.call_invalid');
  });

  test('opens links of the web alone, and suggests a name without a folder', () => {
    expect(readExternalUrl('https://example.org/a')).toBe('https://example.org/a');
    const bad = ['file:///etc/passwd', 'javascript:alert(1)', 'smb://host/share', 'nothing', null];
    expect(bad.map((url) => refusal(() => readExternalUrl(url)))).toEqual(bad.map(() => 'shell.call_invalid'));
    expect(readFileName('../../.bashrc')).toBe('__.._.bashrc');
  });
});

test('the broker adds address and token, hands on status and text, and ends what the page gives up', async () => {
  const seen: string[] = [];
  const server = createServer((request, answer) => {
    seen.push(`${request.method} ${request.url} ${request.headers.authorization}`);
    if (request.url === '/api/v1/slow') return;
    if (request.url === '/api/v1/events') answer.write('event: a\ndata: "é"\n\n');
    else answer.writeHead(409).end('{"code":"x"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const broker = createMemberBroker(async () => ({ url, token: 't' }), fetch);
  expect(await broker.request(1, { method: 'PUT', path: '/pipelines/a', body: '{}' })).toEqual({
    status: 409,
    text: '{"code":"x"}',
  });
  expect(seen).toEqual(['PUT /api/v1/pipelines/a Bearer t']);
  const slow = broker.request(2, { method: 'GET', path: '/slow' });
  while (seen.length < 2) await new Promise((resolve) => setImmediate(resolve));
  broker.abort(2);
  await expect(slow).rejects.toMatchObject({ name: 'AbortError' });
  const messages: StreamMessage[] = [];
  await new Promise<void>((resolve) =>
    broker.openStream(3, '/events', (message) => {
      messages.push(message);
      if (message.kind === 'text') broker.closeStream(3);
      if (message.kind === 'closed') resolve();
    }),
  );
  expect(messages).toMatchObject([
    { kind: 'opened', status: 200 },
    { kind: 'text', text: 'event: a\ndata: "é"\n\n' },
    { kind: 'closed' },
  ]);
  server.closeAllConnections();
  server.close();
});

test('preload names the same channels as the shell', () => {
  const preload = readFileSync(new URL('../preload/preload.cts', import.meta.url), 'utf8');
  for (const [name, channel] of Object.entries(CHANNELS)) expect(preload).toContain(`  ${name}: '${channel}',`);
});
