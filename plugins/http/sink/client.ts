import { CancelledError } from '@gantry/sdk';
import type { Clock, GantryError } from '@gantry/sdk';
import { HTTP_ERRORS } from '../errors.ts';
import { retryAfterMs } from './retryAfter.ts';

const MAX_REDIRECTS = 5;
/** What is read of an answer: enough to see what is wrong, however much the server sends (P8). */
const MAX_ANSWER_BYTES = 65_536;
const MAX_QUOTED_CHARACTERS = 200;

/** What a client needs. */
export interface ClientOptions {
  readonly method: string;
  readonly headers: Headers;
  readonly timeoutMs: number;
  /** Never quoted, even where a server repeats them. */
  readonly secrets: readonly string[];
  /** Whether a path is made for each record: then one that is not there speaks of the record, not of the endpoint. */
  readonly hasTemplate: boolean;
  /** How messages name the URL: a template as it is written, since what fills it is the record's business. */
  readonly shownTarget: string;
  readonly clock: Clock;
}

/** Sends bodies and turns answers into errors that tell the host what to do. */
export class Client {
  readonly #options: ClientOptions;

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  /** Resolves when the server has taken the body (2xx). Throws `http.rejected` where it refuses what was sent. */
  async send(url: URL, body: string, signal: AbortSignal): Promise<void> {
    let target = url;
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
      const { response, text } = await this.#request(target, body, signal);
      if (response.ok) return;
      if (response.status < 300 || response.status >= 400) throw this.#errorOf(response, text);
      target = this.#redirected(target, response);
    }
    throw this.#redirectError('it redirects in a circle');
  }

  async #request(url: URL, body: string, signal: AbortSignal): Promise<{ response: Response; text: string }> {
    const { method, headers, timeoutMs } = this.#options;
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      const both = AbortSignal.any([signal, timeout]);
      const response = await fetch(url, { method, headers, body, redirect: 'manual', signal: both });
      return { response, text: await readSome(response) };
    } catch (error) {
      if (signal.aborted) throw new CancelledError();
      if (timeout.aborted) {
        throw HTTP_ERRORS.error('timeout', {
          message: `${this.#target()} did not answer within ${timeoutMs} ms`,
          hint: 'Raise timeoutMs, or send fewer records in a request.',
        });
      }
      throw HTTP_ERRORS.error('unreachable', {
        message: `${this.#target()} could not be reached: ${networkReason(error)}`,
      });
    }
  }

  #errorOf(response: Response, text: string): GantryError {
    const { status } = response;
    const message = `${this.#target()} answered ${status}${this.#quoted(text)}`;
    if (status === 408 || status === 425 || status === 429 || status >= 500) {
      const waitMs = retryAfterMs(response.headers.get('retry-after'), this.#options.clock.now());
      return HTTP_ERRORS.error('unavailable', { message, retryAfterMs: waitMs });
    }
    if (status === 401 || status === 403 || status === 407) {
      return HTTP_ERRORS.error('unauthorized', {
        message,
        hint: 'Check the token, password or secret headers of the connection.',
      });
    }
    if (
      (status === 404 && !this.#options.hasTemplate) ||
      status === 405 ||
      (status === 410 && !this.#options.hasTemplate)
    ) {
      return HTTP_ERRORS.error('no_endpoint', { message, hint: 'Check the URL and the method.' });
    }
    return HTTP_ERRORS.error('rejected', { message });
  }

  /** Only what keeps method, body and host is followed: another host must not get the token, and a GET would lose the body. */
  #redirected(from: URL, response: Response): URL {
    const to = URL.parse(response.headers.get('location') ?? '', from.href);
    if (response.status !== 307 && response.status !== 308) {
      throw this.#redirectError(`it answered ${response.status}, which turns the request into a GET without a body`);
    }
    if (to === null) throw this.#redirectError(`it answered ${response.status} without a place to go`);
    if (to.origin !== from.origin) throw this.#redirectError(`it redirects to ${to.origin}`);
    return to;
  }

  #redirectError(reason: string): GantryError {
    return HTTP_ERRORS.error('redirected', {
      message: `${this.#target()} cannot be followed: ${reason}`,
      hint: 'Set the URL it redirects to, if you trust it.',
    });
  }

  #target(): string {
    return `${this.#options.method} ${this.#options.shownTarget}`;
  }

  #quoted(text: string): string {
    const clean = this.#options.secrets.reduce((left, secret) => left.replaceAll(secret, '***'), text);
    const line = clean.replace(/\s+/g, ' ').trim();
    if (line === '') return '';
    return `: ${line.length > MAX_QUOTED_CHARACTERS ? `${line.slice(0, MAX_QUOTED_CHARACTERS)}…` : line}`;
  }
}

/** An answer must be read for its connection to be used again; one that goes on and on is cut off. */
async function readSome(response: Response): Promise<string> {
  if (response.body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.length;
    text += decoder.decode(chunk, { stream: true });
    if (size > MAX_ANSWER_BYTES) break;
  }
  return text;
}

/** What Node knows of a failed connection stands in the cause: `connect ECONNREFUSED 127.0.0.1:80`. */
function networkReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  const { code } = cause as { readonly code?: unknown };
  return cause.message === '' && typeof code === 'string' ? code : cause.message;
}
