import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '@gantry/sdk';
import { createCompileService, ensureToken, loadTemplates, openWorkspace, startApiServer } from '../api/index.ts';
import type { ApiServer, Template, Workspace } from '../api/index.ts';
import { startRuntime } from '../index.ts';
import type { Runtime } from '../index.ts';
import { noteMember } from './client/runningMembers.ts';
import { loadErrorCatalog } from './errorCatalog.ts';
import { CLI_ERRORS } from './errors.ts';
import type { CliIo } from './io.ts';
import type { Settings } from './settings/settings.ts';
import { LOG_LEVELS, createLog } from './terminal/log.ts';
import type { LogLevel } from './terminal/log.ts';
import { PRODUCT_DIR, VERSION } from './version.ts';

/** A member that serves, and its parts. */
export interface Served {
  readonly runtime: Runtime;
  readonly server: ApiServer;
  readonly workspace: Workspace;
  readonly templates: readonly Template[];
  readonly dataDir: string;
  readonly tokenFile: string;
  readonly log: Log;
  /** Stops serving, drains the tasks, lets the data folder go. */
  close(): Promise<void>;
}

/** Starts a member with its API, workspace and designer: what studio and member have in common. */
export async function serve(settings: Settings, io: CliIo, defaultPort: number): Promise<Served> {
  const dataDir = settings.text('data')!;
  const tokenFile = settings.text('tokenFile') ?? join(dataDir, 'token');
  const log = createLog(io, logLevel(settings));
  const tls = await readTls(settings);
  const token = await ensureToken(tokenFile);
  const workspace = await openWorkspace(settings.text('workspace') ?? join(dataDir, 'workspace'));
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  // Relative paths in documents are relative to the workspace, so that it can be moved and cloned as a whole.
  process.chdir(workspace.dir);
  const runtime = await startRuntime({ dataDir, log });
  try {
    const templates = await loadTemplates(join(PRODUCT_DIR, 'assets', 'templates'));
    const host = settings.text('host')!;
    const server = await startApiServer({
      member: runtime.member,
      workspace,
      templates,
      log,
      token,
      host,
      errors: await loadErrorCatalog(),
      version: VERSION,
      compile: createCompileService(() => runtime.member.catalog()),
      port: settings.number('port') ?? defaultPort,
      designerDir: join(PRODUCT_DIR, 'dist', 'renderer'),
      hostNames: settings.list('allowHost'),
      allowInsecure: settings.flag('allowInsecure'),
      ...(tls ? { tls } : {}),
    });
    await runtime.member.announce(server.url);
    const forgetNote = await noteMember({ url: server.url, tokenFile, pid: process.pid }, io.env);
    return {
      runtime,
      server,
      workspace,
      templates,
      dataDir,
      tokenFile,
      log,
      async close() {
        await forgetNote();
        await server.close();
        workspace.close();
        await runtime.dispose();
      },
    };
  } catch (caught) {
    workspace.close();
    await runtime.dispose();
    throw caught;
  }
}

async function readTls(settings: Settings): Promise<{ cert: string; key: string } | undefined> {
  const [certFile, keyFile] = [settings.text('tlsCert'), settings.text('tlsKey')];
  if (certFile === undefined && keyFile === undefined) return undefined;
  if (certFile === undefined || keyFile === undefined) {
    throw CLI_ERRORS.error('usage', {
      message: 'TLS needs a certificate and its key',
      hint: 'Give both --tls-cert and --tls-key.',
    });
  }
  try {
    const [cert, key] = await Promise.all([readFile(certFile, 'utf8'), readFile(keyFile, 'utf8')]);
    return { cert, key };
  } catch (caught) {
    throw CLI_ERRORS.error('file_unreadable', {
      message: `the certificate or its key cannot be read: ${(caught as Error).message}`,
      hint: 'Check --tls-cert and --tls-key.',
      cause: caught,
    });
  }
}

function logLevel(settings: Settings): LogLevel {
  const level = settings.text('logLevel');
  const found = LOG_LEVELS.find((name) => name === level);
  if (found) return found;
  throw CLI_ERRORS.error('config_invalid', {
    message: `there is no log level ${level}`,
    hint: `There are: ${LOG_LEVELS.join(', ')}.`,
  });
}
