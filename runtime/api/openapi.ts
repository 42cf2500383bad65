import fastifySwagger from '@fastify/swagger';
import { API_PREFIX } from './contract.ts';
import type { ApiInstance } from './context.ts';

/** Lets @fastify/swagger collect the routes that follow; their schemas become openapi.json. */
export async function addOpenApi(app: ApiInstance, version: string): Promise<void> {
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Gantry',
        version,
        description:
          'Pipelines, deployments, positions and events of a Gantry member. Errors are RFC 9457 problem documents with a stable `code`.',
      },
      servers: [{ url: '/' }],
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
      security: [{ token: [] }],
    },
    // Schemas keep their names: DeploymentDto rather than def-7.
    refResolver: {
      buildLocalReference: (json, _base, _fragment, index) =>
        typeof json['$id'] === 'string' ? json['$id'] : `schema-${index}`,
    },
  });
  app.get(`${API_PREFIX}/openapi.json`, { schema: { hide: true } }, () => app.swagger());
}
