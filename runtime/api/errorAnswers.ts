import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GantryError } from '@gantry/sdk';
import type { Log } from '@gantry/sdk';
import { API_PREFIX } from './contract.ts';
import { sendDesignerPage } from './designer/designer.ts';
import { API_ERRORS } from './errors.ts';
import { PROBLEM_TYPE, toProblem } from './problems.ts';
import type { ErrorCatalog } from './problems.ts';

/** The framework's own refusals, in our codes. */
const FRAMEWORK_ERRORS: { readonly [code: string]: Parameters<typeof API_ERRORS.error>[0] } = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'body_malformed',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'body_malformed',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'body_malformed',
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'media_type_unsupported',
  FST_ERR_VALIDATION: 'body_invalid',
  FST_ERR_BAD_URL: 'route_unknown',
};

/** Every error answer is a problem document, for unknown paths and methods too. */
export function addErrorAnswers(
  app: FastifyInstance,
  options: { readonly errors: ErrorCatalog; readonly log: Log; readonly designerDir: string },
): void {
  const { errors, log, designerDir } = options;
  const methods = collectMethods(app);

  app.setErrorHandler((caught: unknown, request, reply) => {
    const error = ofFramework(caught);
    const problem = toProblem(error, errors);
    if (problem.status >= 500 && problem.code !== 'cancelled') {
      log.error('request failed', {
        method: request.method,
        route: request.routeOptions.url,
        code: problem.code,
        error: problem.detail,
      });
    }
    return sendProblem(reply, problem);
  });

  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? '/';
    const allowed = methods.of(path);
    if (allowed.length > 0) {
      reply.header('allow', allowed.join(', '));
      const error = API_ERRORS.error('method_not_allowed', {
        message: `${path} does not take ${request.method}`,
        hint: `It takes ${allowed.join(', ')}.`,
      });
      return sendProblem(reply, toProblem(error, errors));
    }
    if (isPageRequest(request, path)) return sendDesignerPage(reply, designerDir);
    const error = API_ERRORS.error('route_unknown', {
      message: `there is nothing at ${path}`,
      hint: `${API_PREFIX}/openapi.json lists the routes.`,
    });
    return sendProblem(reply, toProblem(error, errors));
  });
}

/** Sends a problem document. */
export function sendProblem(reply: FastifyReply, problem: ReturnType<typeof toProblem>): FastifyReply {
  return reply
    .code(problem.status)
    .type(PROBLEM_TYPE)
    .header('cache-control', 'no-store')
    .serializer(JSON.stringify)
    .send(problem);
}

function ofFramework(caught: unknown): unknown {
  if (caught instanceof GantryError) return caught;
  const { code, message, validation, validationContext } = caught as Partial<FastifyError>;
  const name = code === undefined ? undefined : FRAMEWORK_ERRORS[code];
  if (name === undefined && validation === undefined) return caught;
  const extra = validation?.[0]?.params['additionalProperty'];
  const detail = typeof extra === 'string' ? `: ${JSON.stringify(extra)}` : '';
  return API_ERRORS.error(name ?? 'body_invalid', {
    message: `${message ?? 'the request is not valid'}${detail}`,
    ...(validation === undefined
      ? {}
      : { hint: `See ${validationContext ?? 'body'} of this route in ${API_PREFIX}/openapi.json.` }),
    cause: caught,
  });
}

function isPageRequest(request: FastifyRequest, path: string): boolean {
  return (
    (request.method === 'GET' || request.method === 'HEAD') &&
    !path.startsWith('/api/') &&
    !path.startsWith('/assets/') &&
    (request.headers.accept ?? '').includes('text/html')
  );
}

/** Remembers which methods a path takes, for 405. */
function collectMethods(app: FastifyInstance): { of(path: string): readonly string[] } {
  const routes: { readonly pattern: RegExp; readonly methods: readonly string[] }[] = [];
  app.addHook('onRoute', (route) => {
    if (route.url.includes('*')) return;
    const pattern = new RegExp(`^${route.url.replace(/[.]/g, '\\.').replace(/:[A-Za-z]+/g, '[^/]+')}$`);
    routes.push({ pattern, methods: [route.method].flat() });
  });
  return {
    of: (path) => [...new Set(routes.filter((route) => route.pattern.test(path)).flatMap((route) => route.methods))],
  };
}
