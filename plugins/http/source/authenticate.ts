import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { HTTP_ERRORS } from '../errors.ts';
import type { HttpSourceConfig } from './config.ts';
import { refusal } from './refusal.ts';

/** Throws `http.not_authenticated` where a request may not be believed. */
export interface Authenticator {
  /** What can be said before the body is read, so that strangers cannot make us read megabytes. */
  checkHeaders(headers: IncomingHttpHeaders): void;
  checkBody(headers: IncomingHttpHeaders, raw: Uint8Array): void;
}

/** Makes the check the configuration asks for. Throws `http.missing_secret`. */
export function createAuthenticator({ auth, secret, header }: HttpSourceConfig): Authenticator {
  if (auth === 'none') return { checkHeaders() {}, checkBody() {} };
  if (secret === undefined || secret === '') {
    throw HTTP_ERRORS.error('missing_secret', {
      message: 'the webhook receiver is set to check a secret, but has none',
      hint: 'Set the option secret, e.g. to ${secret:webhook}.',
    });
  }
  return auth === 'header'
    ? headerSecret(secret, header ?? 'authorization')
    : bodySignature(secret, header ?? 'x-hub-signature-256');
}

function headerSecret(secret: string, name: string): Authenticator {
  return {
    checkHeaders(headers) {
      const given = headerOf(headers, name).replace(/^Bearer +/i, '');
      if (!isSame(given, secret)) throw refusal('not_authenticated', `the header ${name} does not hold the secret`);
    },
    checkBody() {},
  };
}

/** As GitHub and many others sign: `sha256=` and the hex HMAC of the body as it was sent. */
function bodySignature(secret: string, name: string): Authenticator {
  return {
    checkHeaders(headers) {
      if (headerOf(headers, name) === '')
        throw refusal('not_authenticated', `the header ${name} with the signature is missing`);
    },
    checkBody(headers, raw) {
      const expected = createHmac('sha256', secret).update(raw).digest('hex');
      const given = headerOf(headers, name)
        .replace(/^sha256=/i, '')
        .toLowerCase();
      if (!isSame(given, expected)) throw refusal('not_authenticated', `the signature in ${name} is not the body's`);
    },
  };
}

function headerOf(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name.toLowerCase()];
  return (Array.isArray(value) ? value[0] : value)?.trim() ?? '';
}

/** Compares digests, which are of one length, in constant time: neither content nor length can be found out by timing. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
