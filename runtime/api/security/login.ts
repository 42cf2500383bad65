import type { FastifyInstance, FastifyReply } from 'fastify';
import { API_ERRORS } from '../errors.ts';
import { hasSession, sessionCookie } from './guard.ts';
import type { GuardOptions } from './guard.ts';
import { createFailureLimit } from './failureLimit.ts';
import { loginPage } from './loginPage.ts';

/**
 * The way in for browsers: `/?token=CODE`, as printed at the start, or the form on the page shown otherwise. Both set the
 * session cookie and redirect, so that no token stays in the address bar.
 */
export function addLogin(app: FastifyInstance, options: GuardOptions): void {
  const limit = createFailureLimit(10, 60_000);
  const { sessions } = options;

  app.addHook('onRequest', async (request, reply) => {
    if (request.method !== 'GET' || request.url.split('?')[0] !== '/') return;
    const token = new URLSearchParams(request.url.split('?')[1] ?? '').get('token');
    if (token !== null && (sessions.redeemLoginCode(token) || sessions.isToken(token))) return enter(reply);
    if (hasSession(request, options)) return token === null ? undefined : reply.redirect('/', 303);
    if (token !== null && limit.fail(request.ip) !== undefined)
      throw API_ERRORS.error('too_many_failures', { message: 'too many wrong links' });
    return reply
      .code(401)
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(loginPage(token !== null));
  });

  // In a scope of its own: forms are what foreign pages can send without asking, so no other route takes them.
  void app.register(async (scope) => {
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: 4096 },
      (_request, body, done) => {
        done(null, new URLSearchParams(String(body)));
      },
    );

    scope.post('/login', { schema: { hide: true } }, async (request, reply) => {
      const token = request.body instanceof URLSearchParams ? (request.body.get('token') ?? '').trim() : '';
      if (sessions.isToken(token) || sessions.redeemLoginCode(token)) return enter(reply);
      const limited = limit.fail(request.ip) !== undefined;
      return reply
        .code(limited ? 429 : 401)
        .type('text/html; charset=utf-8')
        .header('cache-control', 'no-store')
        .send(loginPage(true));
    });
  });

  function enter(reply: FastifyReply): FastifyReply {
    const { value, maxAgeSeconds } = sessions.issueSession();
    const secure = options.scheme === 'https' ? '; Secure' : '';
    reply.header(
      'set-cookie',
      `${sessionCookie(options.port())}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Strict${secure}`,
    );
    return reply.header('cache-control', 'no-store').redirect('/', 303);
  }
}
