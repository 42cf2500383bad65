import { HTTP_ERRORS } from './errors.ts';

/** The part of a connection that gets a request in. */
export interface Credentials {
  readonly token?: string;
  readonly user?: string;
  readonly password?: string;
  readonly headers?: { readonly [name: string]: string };
  readonly secretHeaders?: { readonly [name: string]: string };
}

/** The headers of every request. Throws `http.bad_header` without the value: what fetch itself throws would quote it. */
export function requestHeaders(credentials: Credentials | undefined, more: Credentials['headers'] = {}): Headers {
  const headers = new Headers();
  const { token, user, password, headers: plain, secretHeaders } = credentials ?? {};
  for (const [name, value] of Object.entries({ ...plain, ...more, ...secretHeaders })) setHeader(headers, name, value);
  if (user !== undefined || password !== undefined) {
    const pair = Buffer.from(`${user ?? ''}:${password ?? ''}`, 'utf8').toString('base64');
    setHeader(headers, 'authorization', `Basic ${pair}`);
  }
  if (token !== undefined) setHeader(headers, 'authorization', `Bearer ${token}`);
  return headers;
}

/** Every secret of the credentials, so that a server that repeats one is not quoted with it. */
export function secretsOf(credentials: Credentials | undefined): readonly string[] {
  const { token, user, password, secretHeaders } = credentials ?? {};
  const basic =
    password === undefined ? undefined : Buffer.from(`${user ?? ''}:${password}`, 'utf8').toString('base64');
  return [token, password, basic, ...Object.values(secretHeaders ?? {})].filter(
    (secret): secret is string => secret !== undefined && secret !== '',
  );
}

function setHeader(headers: Headers, name: string, value: string): void {
  try {
    headers.set(name, value);
  } catch {
    // The cause is left out on purpose: its message quotes the value.
    throw HTTP_ERRORS.error('bad_header', {
      message: `the header ${name} cannot be sent: its name or value holds characters HTTP does not allow`,
      hint: 'A line break at the end of a secret file is the usual cause.',
    });
  }
}
