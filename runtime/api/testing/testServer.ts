import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CLUSTER_ERRORS } from '../../cluster/errors.ts';
import { API_ERRORS } from '../errors.ts';
import { createErrorCatalog } from '../problems.ts';
import { startApiServer } from '../server.ts';
import type { ApiServer, ApiServerOptions } from '../server.ts';
import { openWorkspace } from '../workspace/index.ts';
import type { Workspace } from '../workspace/index.ts';
import { createMemoryMember } from './memoryMember.ts';
import type { MemoryMember } from './memoryMember.ts';

export const TOKEN = 'a-token-of-the-tests-0123456789';

/** A server on a free port, with a workspace of its own. */
export interface TestServer {
  readonly server: ApiServer;
  readonly member: MemoryMember;
  readonly workspace: Workspace;
  readonly dir: string;
  /** Below /api/v1 unless the path says otherwise, with the token unless headers say otherwise. */
  call(method: string, path: string, body?: unknown, headers?: { readonly [name: string]: string }): Promise<Response>;
  close(): Promise<void>;
}

export async function startTestServer(options: Partial<ApiServerOptions> = {}): Promise<TestServer> {
  const dir = await mkdtemp(join(tmpdir(), 'gantry-api-'));
  const workspace = await openWorkspace(join(dir, 'workspace'));
  const member = createMemoryMember();
  const quiet = (): void => undefined;
  const server = await startApiServer({
    member,
    workspace,
    templates: [],
    token: TOKEN,
    port: 0,
    version: '0.0.0',
    designerDir: join(dir, 'designer'),
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    errors: createErrorCatalog([API_ERRORS, CLUSTER_ERRORS]),
    compile: async () => ({ diagnostics: [] }),
    ...options,
  });
  return {
    server,
    member,
    workspace,
    dir,
    call: (method, path, body, headers) =>
      fetch(`${server.url}${path.startsWith('//') ? path.slice(1) : `/api/v1${path}`}`, {
        method,
        redirect: 'manual',
        headers: headers ?? {
          authorization: `Bearer ${TOKEN}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    async close() {
      await server.close();
      workspace.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
