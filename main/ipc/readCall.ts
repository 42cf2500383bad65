import type { BridgeRequest } from './bridge.ts';
import { API_PREFIX } from '../../runtime/api/contract.ts';
import { SHELL_ERRORS } from '../errors.ts';

const METHODS = new Set<unknown>(['GET', 'POST', 'PUT', 'DELETE']);
const MAX_TEXT_CHARS = 8 * 1024 * 1024;

/** What comes from the page is checked like what comes from a network: a page that was taken over must not reach further. */
export function readRequest(id: unknown, request: unknown): { readonly id: number; readonly request: BridgeRequest } {
  const { method, path, body } = (request ?? {}) as { [name in keyof BridgeRequest]?: unknown };
  if (!METHODS.has(method)) throw invalid('method');
  if (body !== undefined && (typeof body !== 'string' || body.length > MAX_TEXT_CHARS)) throw invalid('body');
  return {
    id: readId(id),
    request: {
      method: method as BridgeRequest['method'],
      path: readPath(path),
      ...(body === undefined ? {} : { body }),
    },
  };
}

export function readId(id: unknown): number {
  if (Number.isSafeInteger(id)) return id as number;
  throw invalid('id');
}

/** A path below the API, and nowhere else: the shell adds the token to it. */
export function readPath(path: unknown): string {
  if (typeof path !== 'string' || !path.startsWith('/') || path.length > 4096) throw invalid('path');
  const base = 'http://member';
  const url = URL.parse(`${base}${API_PREFIX}${path}`);
  if (url?.origin !== base || !url.pathname.startsWith(`${API_PREFIX}/`)) throw invalid('path');
  return path;
}

/** A file name to suggest, without any folder. */
export function readFileName(name: unknown): string {
  if (typeof name !== 'string' || name.length === 0 || name.length > 200) throw invalid('file name');
  return name.replaceAll(/[/\\:*?"<>|\0]/g, '_').replace(/^\.+/, '_');
}

export function readText(text: unknown): string {
  if (typeof text === 'string' && text.length <= MAX_TEXT_CHARS) return text;
  throw invalid('text');
}

/** A link for the system's browser: web and mail, never a file or a program. */
export function readExternalUrl(url: unknown): string {
  const parsed = typeof url === 'string' ? URL.parse(url) : null;
  if (parsed && ['https:', 'http:', 'mailto:'].includes(parsed.protocol)) return parsed.href;
  throw invalid('link');
}

function invalid(what: string): Error {
  return SHELL_ERRORS.error('call_invalid', { message: `the page called the shell with an unusable ${what}` });
}
