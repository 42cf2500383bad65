import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { TOKEN, startTestServer } from '../testing/testServer.ts';
import type { TestServer } from '../testing/testServer.ts';
import { isServedHost } from './hosts.ts';
import { createSessions } from './sessions.ts';
import { ensureToken } from './tokenFile.ts';

let api: TestServer;

beforeEach(async () => {
  api = await startTestServer();
});

afterEach(() => api.close());

/** fetch() sets Host, Origin and Cookie by its own rules; this sends what a hostile client would. */
function raw(
  method: string,
  path: string,
  headers: { readonly [name: string]: string },
): Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: string }> {
  return new Promise((resolve, reject) => {
    const out = request({ host: '127.0.0.1', port: api.server.port, method, path, headers }, (answer) => {
      let body = '';
      answer
        .setEncoding('utf8')
        .on('data', (chunk: string) => (body += chunk))
        .on('end', () => {
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body });
        });
    });
    out.on('error', reject).end();
  });
}

async function enter(): Promise<string> {
  const { search } = new URL(api.server.loginUrl());
  const answer = await raw('GET', `/${search}`, {});
  expect([answer.status, answer.headers['location']]).toEqual([303, '/']);
  return String(answer.headers['set-cookie']).split(';')[0] ?? '';
}

describe('the guard', () => {
  test('lets nobody in without the token', async () => {
    const none = await raw('GET', '/api/v1/cluster', {});
    expect([none.status, JSON.parse(none.body).code, none.headers['www-authenticate']]).toEqual([
      401,
      'api.unauthenticated',
      'Bearer realm="gantry"',
    ]);
    expect((await raw('GET', '/api/v1/cluster', { authorization: 'Bearer wrong' })).status).toBe(401);
    expect((await raw('GET', '/metrics', {})).status).toBe(401);
    expect((await raw('GET', '/api/v1/cluster', { authorization: `Bearer ${TOKEN}` })).status).toBe(200);
    expect((await raw('GET', '/healthz', {})).status).toBe(200);
    expect((await raw('GET', '/readyz', {})).status).toBe(200);
  });

  test('slows down wrong tokens, and never locks out the right one', async () => {
    for (let n = 0; n < 12; n++)
      expect((await raw('GET', '/api/v1/cluster', {})).status, 'no token is no guess').toBe(401);
    for (let n = 0; n < 10; n++) await raw('GET', '/api/v1/cluster', { authorization: 'Bearer wrong' });
    const limited = await raw('GET', '/api/v1/cluster', { authorization: 'Bearer wrong' });
    expect([limited.status, JSON.parse(limited.body).code]).toEqual([429, 'api.too_many_failures']);
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
    expect((await raw('GET', '/api/v1/cluster', { authorization: `Bearer ${TOKEN}` })).status).toBe(200);
  });

  test('serves no rebound host name, even with the token', async () => {
    const answer = await raw('GET', '/api/v1/cluster', { host: 'evil.example:7070', authorization: `Bearer ${TOKEN}` });
    expect([answer.status, JSON.parse(answer.body).code]).toEqual([421, 'api.host_refused']);
    expect((await raw('GET', '/', { host: 'evil.example' })).status).toBe(421);
  });

  test('takes changes with a session only from its own page', async () => {
    const cookie = await enter();
    const own = `http://127.0.0.1:${api.server.port}`;
    expect((await raw('GET', '/api/v1/cluster', { cookie })).status).toBe(200);
    await raw('POST', '/api/v1/deployments/a/pause', { cookie, origin: own });
    const pause = (headers: { [name: string]: string }) =>
      raw('POST', '/api/v1/deployments/a/pause', { cookie, ...headers }).then(({ status }) => status);
    expect(await pause({ origin: own })).toBe(404);
    expect(await pause({ 'sec-fetch-site': 'same-origin' })).toBe(404);
    expect(await pause({ origin: 'http://127.0.0.1:9' })).toBe(403);
    expect(await pause({ origin: 'null' })).toBe(403);
    expect(await pause({ 'sec-fetch-site': 'same-site' })).toBe(403);
    expect(await pause({})).toBe(403);
    expect((await raw('GET', '/api/v1/events', { cookie, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  });

  test('opens one session with a printed link, by a cookie scripts cannot read', async () => {
    const { search } = new URL(api.server.loginUrl());
    const first = await raw('GET', `/${search}`, {});
    expect(String(first.headers['set-cookie'])).toMatch(
      new RegExp(`^gantry-session-${api.server.port}=.+; HttpOnly; SameSite=Strict$`),
    );
    const again = await raw('GET', `/${search}`, {});
    expect([again.status, again.headers['set-cookie']]).toEqual([401, undefined]);
    expect(again.body).toContain('<form method="post" action="/login">');
    const withSession = await raw('GET', `/${search}`, {
      cookie: String(first.headers['set-cookie']).split(';')[0] ?? '',
    });
    expect([withSession.status, withSession.headers['location']]).toEqual([303, '/']);
  });

  test('takes the token in the form', async () => {
    const login = (token: string) =>
      fetch(`${api.server.url}/login`, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ token }) });
    expect((await login('wrong')).status).toBe(401);
    const right = await login(TOKEN);
    expect([right.status, right.headers.has('set-cookie')]).toEqual([303, true]);
  });

  test('sends a strict content security policy with every answer', async () => {
    for (const path of ['/', '/api/v1/cluster', '/healthz']) {
      const policy = String((await raw('GET', path, {})).headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/script-src[^;]*unsafe-inline/);
    }
  });

  test('keeps an old link or a foreign signature out', () => {
    let now = 1000;
    const sessions = createSessions(TOKEN, () => now);
    const code = sessions.issueLoginCode();
    const { value } = sessions.issueSession();
    expect(createSessions('another-token-0123456789', () => now).isSession(value)).toBe(false);
    expect(sessions.isSession(`${(9e15).toString(36)}.${value.split('.')[1]}`)).toBe(false);
    now += 31 * 24 * 3600_000;
    expect([sessions.redeemLoginCode(code), sessions.isSession(value)]).toEqual([false, false]);
  });

  test('does not listen beyond this machine in clear unless asked', async () => {
    await expect(startTestServer({ host: '0.0.0.0' })).rejects.toMatchObject({ code: 'api.exposure_refused' });
    const open = await startTestServer({ host: '0.0.0.0', allowInsecure: true });
    await open.close();
  });

  test('says which port is in use', async () => {
    await expect(startTestServer({ port: api.server.port })).rejects.toMatchObject({ code: 'api.port_in_use' });
  });

  test('serves the designer: hashed files for ever, the page for its own routes', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'gantry-designer-'));
    await mkdir(join(dir, 'assets'));
    await writeFile(join(dir, 'index.html'), '<title>designer</title>');
    await writeFile(join(dir, 'assets', 'app-12345678.js'), '1');
    const served = await startTestServer({ designerDir: dir });
    const { search } = new URL(served.server.loginUrl());
    const login = await served.call('GET', `//${search}`, undefined, {});
    const cookie = login.headers.get('set-cookie')?.split(';')[0] ?? '';
    const asset = await served.call('GET', '//assets/app-12345678.js', undefined, {});
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    const page = await served.call('GET', '//pipelines/a', undefined, { accept: 'text/html', cookie });
    expect([page.status, await page.text()]).toEqual([200, '<title>designer</title>']);
    const root = await served.call('GET', '//', undefined, { accept: 'text/html', cookie });
    expect([root.headers.get('cache-control'), await root.text()]).toEqual(['no-cache', '<title>designer</title>']);
    expect((await served.call('GET', '//..%2f..%2fetc/passwd', undefined, {})).status).toBeGreaterThanOrEqual(400);
    await served.close();
    await rm(dir, { recursive: true });
  });
});

test('a host is served by address, as localhost, or by a given name', () => {
  const served = ['127.0.0.1', '127.0.0.1:7070', 'localhost:7070', '[::1]:7070', '10.0.0.9', 'gantry.lan:80'];
  expect(served.map((host) => isServedHost(host, ['gantry.lan']))).toEqual(served.map(() => true));
  const refused = [
    undefined,
    '',
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'a@127.0.0.1',
    'gantry.lan.evil',
  ];
  expect(refused.map((host) => isServedHost(host, ['gantry.lan']))).toEqual(refused.map(() => false));
});

describe('the token file', () => {
  test('is made once, for the owner alone, and shared by members started together', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'gantry-token-'));
    const file = join(dir, 'data', 'token');
    const [first, second] = await Promise.all([ensureToken(file), ensureToken(file)]);
    expect(second).toBe(first);
    expect(await ensureToken(file)).toBe((await readFile(file, 'utf8')).trim());
    expect(first.length).toBeGreaterThan(40);
    if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600);
    await writeFile(file, 'short');
    await expect(ensureToken(file)).rejects.toMatchObject({ code: 'api.token_unusable' });
    await rm(dir, { recursive: true });
  });
});
