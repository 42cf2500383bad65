import { API_ERRORS } from '../errors.ts';
import type { ApiContext, ApiInstance } from '../context.ts';
import { createMetrics } from '../metrics/metrics.ts';

/** For probes and Prometheus: outside the API's prefix; probes need no token and tell nothing but that it answers. */
export function addHealthRoutes(app: ApiInstance, { member }: ApiContext): void {
  const metrics = createMetrics();

  app.get('/healthz', { schema: { hide: true } }, async () => ({ status: 'ok' }));

  app.get('/readyz', { schema: { hide: true } }, async () => {
    try {
      await member.cluster();
    } catch (caught) {
      throw API_ERRORS.error('not_ready', { message: 'the member does not answer yet', cause: caught });
    }
    return { status: 'ready' };
  });

  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) => {
    reply.type(metrics.contentType);
    return metrics.render(await member.tasks());
  });
}
