import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';

/**
 * What the designer's page may do. 'unsafe-eval' is there for ajv alone, which compiles plugins' schemas in the browser;
 * inline styles because the component library writes its theme as a style element. See decisions/.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Headers of every answer. */
export const SECURITY_HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const;

/** Serves the designer's built files; whatever is no file and wants HTML gets its page, which has routes of its own. */
export function addDesigner(app: FastifyInstance, dir: string): void {
  if (!existsSync(join(dir, 'index.html'))) return;
  app.register(fastifyStatic, {
    root: dir,
    wildcard: true,
    cacheControl: false,
    setHeaders(response, path) {
      // The bundler puts a content hash into every name below assets/: such a file never changes.
      const isHashed = path.slice(dir.length).replaceAll('\\', '/').startsWith('/assets/');
      response.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
}

/** The designer's page for a path of its own; a page that says how to build it where it is not built. */
export function sendDesignerPage(reply: FastifyReply, dir: string): FastifyReply {
  if (existsSync(join(dir, 'index.html'))) return reply.sendFile('index.html', dir);
  return reply.code(503).type('text/html; charset=utf-8').header('cache-control', 'no-store').send(NOT_BUILT);
}

const NOT_BUILT = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Gantry: the designer is not built</title>
<h1>The designer is not built</h1>
<p>This member runs, and its API answers at <a href="/api/v1/openapi.json">/api/v1</a>, but the designer's files are missing.</p>
<p>Run <code>npm run build</code> in the project, then reload this page.</p>
</html>
`;
