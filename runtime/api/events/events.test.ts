import { expect, test } from 'vitest';
import { startTestServer } from '../testing/testServer.ts';

/** Reads frames until one of the wanted type came. */
async function readUntil(reader: ReadableStreamDefaultReader<string>, type: string): Promise<string> {
  let text = '';
  while (!text.includes(`event: ${type}\n`) || !text.endsWith('\n\n')) {
    const { value, done } = await reader.read();
    if (done) return text;
    text += value;
  }
  return text;
}

test('events begin with every deployment, go on with changes, and end with the server', async () => {
  const api = await startTestServer();
  await api.call('PUT', '/deployments/a', { text: 'name: a\n' });
  const before = api.member.listeners;
  const answer = await api.call('GET', '/events');
  expect(answer.headers.get('content-type')).toContain('text/event-stream');
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  expect(await readUntil(reader, 'deployment')).toContain('"name":"a"');
  expect(api.member.listeners, 'one subscription for all readers').toBe(before);
  await api.call('DELETE', '/deployments/a');
  expect(await readUntil(reader, 'deploymentDeleted')).toContain('{"name":"a"}');
  await api.workspace.write('b', 'name: b\n');
  expect(await readUntil(reader, 'pipelineChanged')).toContain('"name":"b"');
  await api.close();
  expect((await reader.read()).done).toBe(true);
  expect(api.member.listeners).toBe(0);
});
