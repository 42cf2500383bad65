import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type {
  CompileDto,
  DeploymentDto,
  PipelineDto,
  PipelineSummaryDto,
  ProblemDto,
  SamplesDto,
  TemplateDto,
} from '../../runtime/api/contract.ts';
import { startStudio } from '../support/startStudio.ts';
import type { StudioProcess } from '../support/startStudio.ts';
import { waitFor } from '../support/waitFor.ts';

let studio: StudioProcess;
let token: string;

beforeAll(async () => {
  studio = await startStudio(['--sample']);
  token = (await readFile(studio.tokenFile, 'utf8')).trim();
});

afterAll(async () => {
  await studio.stop();
  expect(studio.child.exitCode, studio.errors()).toBe(0);
});

async function call<T>(method: string, path: string, body?: unknown, status = 200): Promise<T> {
  const answer = await fetch(`${studio.url}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  expect(answer.status, `${method} ${path}: ${text}`).toBe(status);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** What fetch() would not send. */
function rawStatus(path: string, headers: { readonly [name: string]: string }, method = 'GET'): Promise<number> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(studio.url);
    request({ host: '127.0.0.1', port, path, headers, method }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

describe('a studio', () => {
  test('starts with the sample running, its records on the way to a person', async () => {
    const deployment = await waitFor('records of the sample', async () => {
      const now = await call<DeploymentDto>('GET', '/deployments/birdstrikes');
      return now.tasks.some((task) => task.kind === 'sink' && task.figures.recordsIn > 0) && now;
    });
    expect(deployment.tasks.flatMap((task) => task.error ?? [])).toEqual([]);
    const samples = await call<SamplesDto>(
      'GET',
      `/deployments/birdstrikes/samples?edge=${encodeURIComponent('damaging->enriched')}`,
    );
    expect(samples.records[0]?.after).toHaveProperty('Airport Name');
    const shown = await waitFor('the sink shows', async () => {
      const now = await call<SamplesDto>('GET', '/deployments/birdstrikes/samples?node=look');
      return now.records.length > 0 && now;
    });
    expect(shown.records[0]?.after).toHaveProperty('month');
    expect(await readFile(join(studio.workspace, 'data', 'birdstrikes.csv'), 'utf8')).toMatch(/^Airport Name/);
  });

  test('says what changed against the deployment: what would run, not how it looks', async () => {
    const { text, etag } = await call<PipelineDto>('GET', '/pipelines/birdstrikes');
    const changed = async (): Promise<boolean | undefined> =>
      (await call<PipelineSummaryDto[]>('GET', '/pipelines')).find(({ name }) => name === 'birdstrikes')?.changed;
    expect(await changed()).toBe(false);
    const moved = await call<PipelineDto>('PUT', '/pipelines/birdstrikes', {
      text: text.replace('reports: [80, 160]', 'reports: [0, 0]'),
      etag,
    });
    expect(await changed()).toBe(false);
    await call('PUT', '/pipelines/birdstrikes', { text, etag }, 409);
    await call('PUT', '/pipelines/birdstrikes', { text: text.replace("!= 'None'", "== 'Minor'"), etag: moved.etag });
    expect(await changed()).toBe(true);
  });

  test('tells events: states first, then figures, then what others write', async () => {
    const controller = new AbortController();
    const answer = await fetch(`${studio.url}/api/v1/events`, {
      headers: { authorization: `Bearer ${token}` },
      signal: controller.signal,
    });
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    const until = async (type: string): Promise<void> => {
      while (!new RegExp(`event: ${type}\\n[^]*?\\n\\n`).test(text)) {
        const { value, done } = await reader.read();
        if (done) throw new Error(`the stream ended before ${type}`);
        text += value;
      }
    };
    await until('deployment');
    expect(text.indexOf('event: deployment')).toBeLessThan(50);
    await until('figures');
    await writeFile(join(studio.workspace, 'written-by-hand.yaml'), 'name: written-by-hand\n');
    await until('pipelineChanged');
    expect(text).toContain('"name":"written-by-hand"');
    controller.abort();
  });

  test('has templates that compile without a word and run', async () => {
    const templates = await call<TemplateDto[]>('GET', '/templates');
    expect(templates.map(({ id }) => id).sort()).toEqual([
      'birdstrikes',
      'masked-orders',
      'sensor-stream',
      'webhook-to-file',
    ]);
    const port = await freePort();
    for (const template of templates.filter(({ id }) => id !== 'birdstrikes')) {
      const text = template.text.replaceAll('8088', String(port));
      const { diagnostics } = await call<CompileDto>('POST', '/compile', { text });
      expect(diagnostics, template.id).toEqual([]);
      await call('PUT', `/deployments/${template.id}`, { text });
      const sinksFed = async (): Promise<boolean> => {
        if (template.id === 'webhook-to-file')
          await fetch(`http://127.0.0.1:${port}/events`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: '{"hello":"world"}',
          });
        const { tasks } = await call<DeploymentDto>('GET', `/deployments/${template.id}`);
        expect(
          tasks.flatMap((task) => task.error ?? []),
          template.id,
        ).toEqual([]);
        return tasks.some((task) => task.kind === 'sink' && task.figures.recordsOut > 0);
      };
      await waitFor(`records of ${template.id}`, sinksFed, 60_000);
      await call('DELETE', `/deployments/${template.id}?positions=forget`, undefined, 204);
    }
  });

  test('refuses strangers', async () => {
    const authorization = `Bearer ${token}`;
    expect(await rawStatus('/api/v1/cluster', { authorization, host: 'evil.example' })).toBe(421);
    expect(await rawStatus('/api/v1/cluster', {})).toBe(401);
    expect(await rawStatus('/api/v1/cluster', { authorization: 'Bearer no' })).toBe(401);
    expect(await rawStatus('/api/v1/cluster', { authorization })).toBe(200);
    const login = await fetch(studio.loginUrl, { redirect: 'manual' });
    expect(login.status).toBe(303);
    const cookie = login.headers.get('set-cookie')?.split(';')[0] ?? '';
    expect((await fetch(studio.loginUrl, { redirect: 'manual' })).status).toBe(401);
    expect(await rawStatus('/api/v1/cluster', { cookie })).toBe(200);
    const pause = '/api/v1/deployments/nobody/pause';
    expect(await rawStatus(pause, { cookie, origin: 'https://evil.example' }, 'POST')).toBe(403);
    expect(await rawStatus(pause, { cookie }, 'POST')).toBe(403);
    expect(await rawStatus(pause, { cookie, origin: studio.url }, 'POST')).toBe(404);
  });

  test('answers errors as problem documents with the diagnostics', async () => {
    const problem = await call<ProblemDto>(
      'PUT',
      '/deployments/bad',
      { text: 'apiVersion: gantry/v1\nkind: Pipeline\nname: bad\nnodes: { a: { source: filse } }\nedges: []\n' },
      422,
    );
    expect(problem).toMatchObject({ code: 'cluster.document_invalid', status: 422 });
    expect(problem.diagnostics?.some(({ severity, range }) => severity === 'error' && range !== undefined)).toBe(true);
    expect(await call<ProblemDto>('GET', '/deployments/nobody', undefined, 404)).toMatchObject({
      code: 'cluster.deployment_unknown',
    });
  });

  test('gives metrics of the tasks and itself', async () => {
    const text = await (await fetch(`${studio.url}/metrics`, { headers: { authorization: `Bearer ${token}` } })).text();
    expect(text).toMatch(/gantry_task_records_in_total\{pipeline="birdstrikes",node="reports",task="[^"]+"\} [1-9]/);
    expect(text).toContain('process_resident_memory_bytes');
    expect((await fetch(`${studio.url}/readyz`)).status).toBe(200);
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
