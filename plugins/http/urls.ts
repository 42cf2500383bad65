import type { GantryError } from '@gantry/sdk';
import { HTTP_ERRORS } from './errors.ts';

/** Parses an absolute http or https URL. Throws `http.bad_url`, which does not quote it: a URL may hold a password. */
export function parseUrl(text: string, base?: string): URL {
  const url = URL.parse(text, base === undefined ? undefined : directoryOf(base));
  if (url === null) throw badUrl(base === undefined ? 'the URL is not absolute' : 'the URL is not valid');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw badUrl('the URL is neither http nor https');
  if (url.username !== '' || url.password !== '') throw badUrl('the URL holds a user or password');
  return url;
}

/** A URL as messages may show it: without its query, where tokens tend to be. */
export function shownUrl(url: URL): string {
  return `${url.origin}${url.pathname}`;
}

/** `https://host/v1` is meant as a folder, as everybody writes it, so `orders` becomes `/v1/orders` and not `/orders`. */
function directoryOf(base: string): string {
  const url = URL.parse(base);
  if (url === null) return base;
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url.href;
}

function badUrl(reason: string): GantryError {
  return HTTP_ERRORS.error('bad_url', {
    message: reason,
    hint: 'Write https://host/path, with credentials in the connection, or name a connection and write only the path.',
  });
}
