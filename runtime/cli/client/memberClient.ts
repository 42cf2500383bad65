import { GantryError } from '@gantry/sdk';
import { API_PREFIX } from '../../api/contract.ts';
import type { ProblemDto } from '../../api/contract.ts';
import { CLI_ERRORS } from '../errors.ts';

/** Calls one member's API. Errors are the member's own, with their codes and diagnostics. */
export interface MemberClient {
  readonly url: string;
  get<T>(path: string): Promise<T>;
  put<T>(path: string, body: unknown): Promise<T>;
  post<T>(path: string, body?: unknown): Promise<T>;
  delete<T>(path: string): Promise<T>;
}

export function createMemberClient(url: string, token: string | undefined): MemberClient {
  const base = baseOf(url);
  return {
    url: base,
    get: (path) => call('GET', path),
    put: (path, body) => call('PUT', path, body),
    post: (path, body) => call('POST', path, body),
    delete: (path) => call('DELETE', path),
  };

  async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await send(method, path, body);
    if (answer.status === 204) return undefined as T;
    const text = await answer.text();
    const type = answer.headers.get('content-type') ?? '';
    if (!answer.ok && type.includes('problem+json')) throw problemError(JSON.parse(text) as ProblemDto, token);
    if (answer.ok && type.includes('json')) return JSON.parse(text) as T;
    throw CLI_ERRORS.error('answer_unexpected', {
      message: `${base} answered ${answer.status} (${type || 'no type'}), which is no answer of a Gantry member`,
      hint: 'Check the address given with --to.',
    });
  }

  async function send(method: string, path: string, body: unknown): Promise<Response> {
    try {
      return await fetch(`${base}${API_PREFIX}${path}`, {
        method,
        headers: {
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch (caught) {
      const cause = (caught as Error).cause ?? caught;
      throw CLI_ERRORS.error('member_unreachable', {
        message: `no member answers at ${base} (${(cause as NodeJS.ErrnoException).code ?? (cause as Error).message})`,
        hint: 'Start one with gantry studio or gantry member, or give its address with --to.',
        cause,
      });
    }
  }
}

/** A name as a part of a path. */
export function pathOf(route: string, name: string): string {
  return route.replace(':name', encodeURIComponent(name));
}

function problemError(problem: ProblemDto, token: string | undefined): Error {
  const hint =
    problem.status === 401
      ? `Give the member's token with --token, GANTRY_TOKEN or --data DIR${token === undefined ? '' : '; the one used is not its'}.`
      : problem.hint;
  const error = new GantryError({ code: problem.code, message: problem.detail, hint, path: problem.path });
  return problem.diagnostics === undefined ? error : Object.assign(error, { diagnostics: problem.diagnostics });
}

function baseOf(url: string): string {
  const parsed = URL.parse(url);
  if (parsed?.protocol === 'http:' || parsed?.protocol === 'https:')
    return `${parsed.origin}${parsed.pathname.replace(/\/+$/, '')}`;
  throw CLI_ERRORS.error('usage', {
    message: `${url} is no address of a member`,
    hint: 'Give one such as http://127.0.0.1:7070.',
  });
}
