import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import type { Log } from '@gantry/sdk';
import type { Member } from '../cluster/types.ts';
import { API_PREFIX } from './contract.ts';
import type { CompileDto } from './contract.ts';
import type { ApiContext, ApiInstance } from './context.ts';
import { SECURITY_HEADERS, addDesigner } from './designer/designer.ts';
import { addErrorAnswers } from './errorAnswers.ts';
import { listen } from './listen.ts';
import { addOpenApi } from './openapi.ts';
import type { ErrorCatalog } from './problems.ts';
import { addClusterRoutes } from './routes/cluster.ts';
import { addComponentRoutes } from './routes/components.ts';
import { addDeploymentRoutes, addInsightRoutes } from './routes/deployments.ts';
import { addEventRoute } from './routes/events.ts';
import { addHealthRoutes } from './routes/health.ts';
import { addPipelineRoutes } from './routes/pipelines.ts';
import { addSecretRoutes } from './routes/secrets.ts';
import { SCHEMAS } from './schemas/index.ts';
import { addGuard } from './security/guard.ts';
import { isLoopback, urlHost } from './security/hosts.ts';
import { addLogin } from './security/login.ts';
import { createSessions } from './security/sessions.ts';
import { API_ERRORS } from './errors.ts';
import type { Template } from './templates/templates.ts';
import type { Workspace } from './workspace/index.ts';

/** What a member is served with. */
export interface ApiServerOptions {
  readonly member: Member;
  readonly workspace: Workspace;
  readonly templates: readonly Template[];
  compile(text: string): Promise<CompileDto>;
  readonly errors: ErrorCatalog;
  readonly log: Log;
  readonly version: string;
  /** What clients prove themselves with. */
  readonly token: string;
  /** Address to listen on; 127.0.0.1 where left out. */
  readonly host?: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** PEM texts; with them the server speaks HTTPS. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Listens beyond this machine without TLS, which is refused otherwise. */
  readonly allowInsecure?: boolean;
  /** Host names it is reached by, besides IP addresses and localhost. */
  readonly hostNames?: readonly string[];
  /** The designer's built files. */
  readonly designerDir: string;
}

/** A server that listens. */
export interface ApiServer {
  /** Without a path: `http://127.0.0.1:7070`. */
  readonly url: string;
  readonly port: number;
  /** A link that opens one browser session. */
  loginUrl(): string;
  /** Ends event streams, lets requests finish, stops listening. The member goes on. */
  close(): Promise<void>;
}

const BODY_LIMIT_BYTES = 8 * 1024 * 1024;

/** Serves a member over HTTP: API, events, metrics, designer. Throws `api.exposure_refused`, `api.port_in_use`, `api.listen_failed`. */
export async function startApiServer(options: ApiServerOptions): Promise<ApiServer> {
  const host = options.host ?? '127.0.0.1';
  refuseExposure(host, options);
  const scheme = options.tls ? 'https' : 'http';
  const sessions = createSessions(options.token);
  const app = createApp(options);
  let port = options.port;
  const guard = {
    sessions,
    scheme,
    hostNames: (options.hostNames ?? []).map((name) => name.toLowerCase()),
    guarded: [API_PREFIX, '/metrics'],
    port: () => port,
  } as const;

  addErrorAnswers(app as unknown as FastifyInstance, options);
  addGuard(app as unknown as FastifyInstance, guard);
  addLogin(app as unknown as FastifyInstance, guard);
  await addOpenApi(app, options.version);
  for (const schema of SCHEMAS) app.addSchema(schema);
  await app.register(async (api) => addApiRoutes(api as unknown as ApiInstance, options), { prefix: API_PREFIX });
  addHealthRoutes(app, options);
  addDesigner(app as unknown as FastifyInstance, options.designerDir);
  port = await listen(app as unknown as FastifyInstance, host, options.port);

  const url = `${scheme}://${urlHost(host)}:${port}`;
  return {
    url,
    port,
    loginUrl: () => `${url}/?token=${sessions.issueLoginCode()}`,
    close: () => app.close(),
  };
}

function createApp(options: ApiServerOptions): ApiInstance {
  const app = Fastify({
    logger: false,
    bodyLimit: BODY_LIMIT_BYTES,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 300 },
    // Strict: a string is no number, and an unknown field is told rather than dropped.
    ajv: {
      customOptions: {
        coerceTypes: false,
        removeAdditional: false,
        useDefaults: false,
        allErrors: false,
        allowUnionTypes: true,
      },
    },
    ...(options.tls ? { https: { cert: options.tls.cert, key: options.tls.key } } : {}),
  } as object) as unknown as ApiInstance;
  // JSON alone: plain text, like forms, is what a foreign page can send without asking.
  app.removeContentTypeParser('text/plain');
  // Answers go out as they are. The schemas describe them, and tests check that they do; a serializer made from the schemas would
  // silently leave out whatever they lack.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(SECURITY_HEADERS);
  });
  return app;
}

function addApiRoutes(api: ApiInstance, context: ApiContext): void {
  api.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
  });
  addClusterRoutes(api, context);
  addComponentRoutes(api, context);
  addPipelineRoutes(api, context);
  addDeploymentRoutes(api, context);
  addInsightRoutes(api, context);
  addSecretRoutes(api, context);
  addEventRoute(api, context);
}

function refuseExposure(host: string, options: ApiServerOptions): void {
  if (isLoopback(host) || options.tls || options.allowInsecure) return;
  throw API_ERRORS.error('exposure_refused', {
    message: `listening on ${host} would send the token in clear over the network`,
    hint: 'Give --tls-cert and --tls-key, or --allow-insecure where something in front does TLS.',
  });
}
