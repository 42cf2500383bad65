import { spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { needOpenssl } from '../support/needs.ts';
import { runGantry } from '../support/runGantry.ts';
import { spawnMember } from '../support/spawnMember.ts';
import { tempDir } from '../support/tempDir.ts';
import type { TempDir } from '../support/tempDir.ts';
import { waitFor } from '../support/waitFor.ts';

const openssl = needOpenssl();

let dir: TempDir;
beforeEach(async () => void (dir = await tempDir('gantry-member-')));
afterEach(() => dir[Symbol.asyncDispose]());

describe('a member that is told to stop', () => {
  test('ends at once at the second signal, though what it writes to does not answer', async () => {
    let asked = 0;
    const silent = createServer(() => void asked++);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = silent.address() as AddressInfo;
      const member = await spawnMember(dir.join('data'));
      const gone = once(member.child, 'exit');
      await member.call('PUT', '/deployments/push', { text: pushTo(`http://127.0.0.1:${port}/`) });
      await waitFor('a request is under way', () => asked > 0);
      member.signal('SIGTERM');
      await waitFor('it says that it drains', () => member.stderr().includes('Once more to end at once'));
      expect(member.child.exitCode).toBeNull();
      member.signal('SIGTERM');
      await gone;
      expect(member.child.exitCode).toBe(143);
    } finally {
      silent.closeAllConnections();
      silent.close();
    }
  });
});

describe('a member for others', () => {
  test.skipIf(!openssl.ok)(
    `serves HTTPS with its own certificate${openssl.ok ? '' : `: ${openssl.reason}`}`,
    async () => {
      const [cert, key] = makeCertificate(dir);
      const member = await spawnMember(dir.join('data'), ['--host', '0.0.0.0', '--tls-cert', cert, '--tls-key', key]);
      try {
        const port = new URL(member.url).port;
        expect(new URL(member.url).protocol).toBe('https:');
        const token = (await readFile(dir.join('data', 'token'), 'utf8')).trim();
        const list = (scheme: string, ca: string) =>
          runGantry(['list', '--to', `${scheme}://127.0.0.1:${port}`, '--token', token], {
            cwd: dir.path,
            env: { NODE_EXTRA_CA_CERTS: ca },
          });
        const trusted = await list('https', cert);
        expect([trusted.code, trusted.stdout], trusted.stderr).toEqual([0, 'Nothing is deployed.\n']);
        const stranger = await list('https', '');
        expect([stranger.code, stranger.stderr]).toEqual([1, expect.stringMatching(/SELF_SIGNED|self-signed/)]);
        expect((await list('http', cert)).code).toBe(1);
      } finally {
        expect(await member.terminate(), member.stderr()).toBe(0);
      }
    },
  );
});

function pushTo(url: string): string {
  return `apiVersion: gantry/v1
kind: Pipeline
name: push
bus: embedded
nodes:
  orders: { source: generator, config: { kind: orders, rate: 100 } }
  out: { sink: http, config: { url: "${url}", timeoutMs: 600000 } }
edges:
  - orders -> out
`;
}

/** A certificate for 127.0.0.1 that only those trust who are given it. */
function makeCertificate(folder: TempDir): readonly [cert: string, key: string] {
  const [cert, key] = [folder.join('cert.pem'), folder.join('key.pem')];
  const request = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1'.split(' ');
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const made = spawnSync('openssl', [...request, ...subject, '-keyout', key, '-out', cert], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(made.stderr);
  return [cert, key];
}
