import { Ajv } from 'ajv';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { API_PREFIX, ROUTES } from './contract.ts';
import { SCHEMAS } from './schemas/index.ts';
import { startTestServer } from './testing/testServer.ts';
import type { TestServer } from './testing/testServer.ts';

let api: TestServer;

beforeEach(async () => {
  api = await startTestServer();
});

afterEach(() => api.close());

/** Path, method, body of one good call of every operation, in an order that works. */
const CALLS: readonly (readonly [method: string, route: keyof typeof ROUTES, path: string, body?: unknown])[] = [
  ['GET', 'cluster', '/cluster'],
  ['GET', 'members', '/members'],
  ['GET', 'catalog', '/catalog'],
  ['POST', 'check', '/components/check', { role: 'source', type: 'files', config: {} }],
  ['POST', 'choices', '/components/choices', { role: 'source', type: 'files', config: {}, field: 'path', typed: '' }],
  ['POST', 'preview', '/components/preview', { role: 'source', type: 'files', config: {}, limit: 5 }],
  ['POST', 'compile', '/compile', { text: 'name: a' }],
  ['GET', 'templates', '/templates'],
  ['PUT', 'pipeline', '/pipelines/a', { text: 'name: a\n' }],
  ['GET', 'pipeline', '/pipelines/a'],
  ['PUT', 'deployment', '/deployments/a', { text: 'name: a\n' }],
  ['GET', 'pipelines', '/pipelines'],
  ['GET', 'deployments', '/deployments'],
  ['GET', 'deployment', '/deployments/a'],
  ['GET', 'tasks', '/tasks'],
  ['GET', 'samples', '/deployments/a/samples?edge=in-%3Eout'],
  ['POST', 'pause', '/deployments/a/pause'],
  ['POST', 'resume', '/deployments/a/resume'],
  ['POST', 'restart', '/deployments/a/restart', { scope: 'all' }],
  ['POST', 'stop', '/deployments/a/stop'],
  ['GET', 'positions', '/deployments/a/positions'],
  ['PUT', 'positions', '/deployments/a/positions', { positions: [{ node: 'in', key: 'all', position: { line: 1 } }] }],
  ['DELETE', 'positions', '/deployments/a/positions?node=in'],
  ['DELETE', 'deployment', '/deployments/a?positions=forget'],
  ['DELETE', 'pipeline', '/pipelines/a'],
  ['PUT', 'secret', '/secrets/dw', { value: 'x' }],
  ['GET', 'secrets', '/secrets'],
  ['DELETE', 'secret', '/secrets/dw'],
];

interface Operation {
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: object } } };
  readonly responses: {
    readonly [status: string]: { readonly content?: { readonly [type: string]: { readonly schema: object } } };
  };
}

type OpenApi = { readonly paths: { readonly [path: string]: { readonly [method: string]: Operation } } };

function operation(document: OpenApi, method: string, route: keyof typeof ROUTES): Operation | undefined {
  return document.paths[`${API_PREFIX}${ROUTES[route].replaceAll(/:(\w+)/g, '{$1}')}`]?.[method.toLowerCase()];
}

describe('the API', () => {
  test('describes every route of the contract in openapi.json, and answers as described', async () => {
    const document = (await (await api.call('GET', '/openapi.json')).json()) as OpenApi;
    const ajv = new Ajv({ strict: false });
    for (const schema of SCHEMAS) ajv.addSchema(JSON.parse(JSON.stringify(schema).replaceAll('#"', '"')) as object);
    for (const [method, route, path, body] of CALLS) {
      const described = operation(document, method, route);
      expect(described, `${method} ${path}`).toBeDefined();
      expect(described?.requestBody !== undefined, `${method} ${path} has a body`).toBe(body !== undefined);
      const answer = await api.call(method, path, body);
      expect(answer.status, `${method} ${path}: ${await answer.clone().text()}`).toBe(
        described?.responses['204'] ? 204 : 200,
      );
      if (answer.status === 204) continue;
      const schema = described?.responses['200']?.content?.['application/json']?.schema ?? {};
      const validate = ajv.compile(
        JSON.parse(JSON.stringify(schema).replaceAll('#/components/schemas/', '')) as object,
      );
      expect(validate(await answer.json()), `${method} ${path}: ${ajv.errorsText(validate.errors)}`).toBe(true);
      expect(Object.keys(schema).length, `${method} ${path} has an answer schema`).toBeGreaterThan(0);
    }
    const called = new Set<string>(CALLS.map(([, route]) => route));
    expect(Object.keys(ROUTES).filter((route) => !called.has(route))).toEqual(['events', 'openapi']);
    expect(operation(document, 'GET', 'events')).toBeDefined();
  });

  test('answers unknown paths, methods, types and shapes with problem documents', async () => {
    const json = { 'content-type': 'application/json', authorization: `Bearer a-token-of-the-tests-0123456789` };
    const cases = [
      [await api.call('GET', '/nothing'), 404, 'api.route_unknown'],
      [await api.call('POST', '/cluster', {}), 405, 'api.method_not_allowed'],
      [await api.call('POST', '/compile', '{', json), 400, 'api.body_malformed'],
      [
        await api.call('POST', '/compile', '<a/>', { ...json, 'content-type': 'text/xml' }),
        415,
        'api.media_type_unsupported',
      ],
      [
        await api.call('POST', '/deployments/a/pause', 'a=b', {
          ...json,
          'content-type': 'application/x-www-form-urlencoded',
        }),
        415,
        'api.media_type_unsupported',
      ],
      [
        await api.call('POST', '/deployments/a/pause', '{}', { ...json, 'content-type': 'text/plain' }),
        415,
        'api.media_type_unsupported',
      ],
      [await api.call('POST', '/compile', { text: 'x'.repeat(9_000_000) }), 413, 'api.body_too_large'],
      [await api.call('POST', '/compile', { text: 1 }), 422, 'api.body_invalid'],
      [await api.call('POST', '/compile', { text: '', more: 1 }), 422, 'api.body_invalid'],
      [await api.call('GET', '/deployments/nobody'), 404, 'cluster.deployment_unknown'],
      [await api.call('GET', '/deployments/x/samples'), 422, 'api.body_invalid'],
      [await api.call('GET', '/pipelines/..%2f..%2fetc%2fpasswd'), 422, 'api.name_invalid'],
      [await api.call('PUT', '/deployments/a', { text: 'nodes: {}' }), 422, 'cluster.document_invalid'],
    ] as const;
    for (const [answer, status, code] of cases) {
      const problem = (await answer.json()) as { code: string; detail: string; diagnostics?: unknown[] };
      expect([answer.status, problem.code], problem.detail).toEqual([status, code]);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      if (code === 'cluster.document_invalid') expect(problem.diagnostics).toHaveLength(1);
      if (code === 'api.method_not_allowed') expect(answer.headers.get('allow')).toContain('GET');
    }
  });

  test('refuses a stale etag and a stale revision', async () => {
    const first = (await (await api.call('PUT', '/pipelines/a', { text: 'name: a\n', etag: '' })).json()) as {
      etag: string;
    };
    expect((await api.call('PUT', '/pipelines/a', { text: 'name: a\n# 2\n', etag: first.etag })).status).toBe(200);
    const stale = await api.call('PUT', '/pipelines/a', { text: 'name: a\n# 3\n', etag: first.etag });
    expect([stale.status, ((await stale.json()) as { code: string }).code]).toEqual([409, 'api.pipeline_stale']);
    await api.call('PUT', '/deployments/a', { text: 'name: a\n' });
    expect((await api.call('PUT', '/deployments/a', { text: 'name: a\n', baseRevision: 7 })).status).toBe(409);
  });

  test('never gives a secret out', async () => {
    await api.call('PUT', '/secrets/dw', { value: 'hunter2-hunter2' });
    expect(api.member.secrets.get('dw')).toBe('hunter2-hunter2');
    expect(await (await api.call('GET', '/secrets')).json()).toEqual({ names: ['dw'] });
    expect(await (await api.call('PUT', '/secrets/dw', { value: 7 })).text()).not.toContain('hunter2');
  });

  test('renders metrics with one series per task', async () => {
    await api.call('PUT', '/deployments/a', { text: 'name: a\n' });
    await api.call('GET', '//metrics');
    const text = await (await api.call('GET', '//metrics')).text();
    expect(text).toContain('gantry_task_records_in_total{pipeline="a",node="in",task="all"} 10');
    expect(text).toContain('gantry_task_latency_seconds{pipeline="a",node="in",task="all",quantile="0.99"} 0.003');
    expect(text).toContain('gantry_task_lag_bytes{pipeline="a",node="in",task="all"} 3000');
    expect(text).not.toContain('gantry_task_lag_records{');
    expect(text).toContain('process_resident_memory_bytes');
    await api.call('DELETE', '/deployments/a');
    expect(await (await api.call('GET', '//metrics')).text()).not.toContain('pipeline="a"');
  });

  test('says that the designer is not built, and serves no page below /api', async () => {
    const html = { accept: 'text/html' };
    const session = await api.call(
      'GET',
      `/${new URL(api.server.loginUrl()).search}`.replace('/?', '//?'),
      undefined,
      html,
    );
    const cookie = session.headers.get('set-cookie')?.split(';')[0] ?? '';
    const page = await api.call('GET', '//', undefined, { ...html, cookie });
    expect([page.status, (await page.text()).includes('npm run build')]).toEqual([503, true]);
    expect((await api.call('GET', '//assets/app-1234.js', undefined, html)).status).toBe(404);
  });
});
