import { isAbsolute, join, relative } from 'node:path';
import { APP_ORIGIN } from '../ipc/checkSender.ts';

/** As served by a member, but without any network: in the shell every call goes over the bridge. */
export const APP_CSP = [
  "default-src 'none'",
  "script-src 'self' 'unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The designer's file an address of the app stands for: a path without an ending is a route of the page. Undefined outside. */
export function appFile(address: string, root: string): string | undefined {
  const url = URL.parse(address);
  if (!url || !`${url.protocol}//${url.host}`.startsWith(APP_ORIGIN)) return undefined;
  let path: string;
  try {
    path = decodeURIComponent(url.pathname);
  } catch {
    return undefined;
  }
  const file = join(root, /\.\w+$/.test(path) ? path : 'index.html');
  const inside = relative(root, file);
  return inside.startsWith('..') || isAbsolute(inside) || path.includes('\0') ? undefined : file;
}
