import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { API_ERRORS } from '../errors.ts';
import { createFailureLimit } from './failureLimit.ts';
import { isSameOrigin, isServedHost } from './hosts.ts';
import type { Sessions } from './sessions.ts';

/** What the guard needs to know of the server. */
export interface GuardOptions {
  readonly sessions: Sessions;
  /** Host names served besides IP addresses and localhost. */
  readonly hostNames: readonly string[];
  readonly scheme: 'http' | 'https';
  /** Paths below which a request must say who it is. */
  readonly guarded: readonly string[];
  /** The port, known only once the server listens. */
  port(): number;
}

const FAILURES_PER_MINUTE = 10;
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Stands before every route: the Host must be ours, guarded paths need the token or a session, and what a browser asks for
 * with its session must come from a page of ours.
 */
export function addGuard(app: FastifyInstance, options: GuardOptions): void {
  const limit = createFailureLimit(FAILURES_PER_MINUTE, 60_000);

  app.addHook('onRequest', async (request, reply) => {
    if (!isServedHost(request.headers.host, options.hostNames)) throw hostRefused(request);
    if (!isGuarded(request.url, options.guarded)) return;
    const bearer = bearerToken(request);
    if (bearer !== undefined) {
      if (options.sessions.isToken(bearer)) return;
      throw wrongToken(request, reply);
    }
    if (!hasSession(request, options)) throw unauthenticated(reply, 'the request carries no token');
    checkOrigin(request, options);
  });

  // Only wrong tokens count: a page whose session has ended asks again and again, and has to hear 401 to ask for the token.
  function wrongToken(request: FastifyRequest, reply: FastifyReply): Error {
    const waitSeconds = limit.fail(request.ip);
    if (waitSeconds === undefined) return unauthenticated(reply, 'the token is wrong');
    reply.header('retry-after', waitSeconds);
    return API_ERRORS.error('too_many_failures', {
      message: `more than ${FAILURES_PER_MINUTE} wrong tokens from ${request.ip} within a minute`,
      hint: `Try again in ${waitSeconds} s, with the right token at once.`,
      retryAfterMs: waitSeconds * 1000,
    });
  }
}

/** The session cookie's name. It holds the port, because cookies of all ports of a host share one jar. */
export function sessionCookie(port: number): string {
  return `gantry-session-${port}`;
}

/** Whether the request carries a session of ours. */
export function hasSession(request: FastifyRequest, options: Pick<GuardOptions, 'sessions' | 'port'>): boolean {
  const value = cookie(request, sessionCookie(options.port()));
  return value !== undefined && options.sessions.isSession(value);
}

/**
 * Browsers send the session by themselves, also for requests a foreign page makes; SameSite=Strict does not keep away pages of
 * other ports of this host. So the browser has to say that the page is ours, and for a change silence is not enough.
 */
function checkOrigin(request: FastifyRequest, options: GuardOptions): void {
  const { origin, host } = request.headers;
  const site = request.headers['sec-fetch-site'];
  const foreign =
    (origin !== undefined && !isSameOrigin(origin, host, options.scheme)) ||
    (site !== undefined && site !== 'same-origin' && site !== 'none');
  const silent = origin === undefined && site === undefined && !SAFE_METHODS.has(request.method);
  if (!foreign && !silent) return;
  throw API_ERRORS.error('origin_refused', {
    message: `${request.method} ${request.url.split('?')[0]} was asked for by ${origin ?? 'a page that does not say its origin'}`,
    hint: 'Use the designer served by this member, or send the token as `Authorization: Bearer TOKEN`.',
  });
}

function unauthenticated(reply: FastifyReply, message: string): Error {
  reply.header('www-authenticate', 'Bearer realm="gantry"');
  return API_ERRORS.error('unauthenticated', {
    message,
    hint: "Send `Authorization: Bearer TOKEN`; the token is in the file `token` of the member's data folder.",
  });
}

function hostRefused(request: FastifyRequest): Error {
  return API_ERRORS.error('host_refused', {
    message: `this member does not serve the host ${JSON.stringify(request.headers.host ?? '')}`,
    hint: 'Use its IP address or localhost, or start it with --allow-host NAME.',
  });
}

function isGuarded(url: string, guarded: readonly string[]): boolean {
  const path = url.split('?')[0] ?? '';
  return guarded.some((prefix) => path === prefix || path.startsWith(`${prefix}/`));
}

function bearerToken(request: FastifyRequest): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
}

function cookie(request: FastifyRequest, name: string): string | undefined {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = pair.trim().split('=');
    if (key === name) return value;
  }
  return undefined;
}
