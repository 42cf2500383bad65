import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { compileExpression, toGantryError } from '@gantry/sdk';
import type { Clock, GantryError, GantryRecord, Log, Row } from '@gantry/sdk';
import { HTTP_ERRORS } from '../errors.ts';
import { createAuthenticator } from './authenticate.ts';
import type { Authenticator } from './authenticate.ts';
import type { HttpSourceConfig } from './config.ts';
import { parseRows } from './parseRows.ts';
import { readBody } from './readBody.ts';
import { answerAccepted, answerRefusal, refusal } from './refusal.ts';
import type { WaitingRequests } from './waitingRequests.ts';

/** How long a sender may take for a whole request, so that slow ones cannot occupy the receiver. */
const REQUEST_TIMEOUT_MS = 60_000;

/** Takes webhook requests and answers each once its records are stored. */
export class Receiver {
  readonly #config: HttpSourceConfig;
  readonly #waiting: WaitingRequests;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #authenticator: Authenticator;
  readonly #keyOf: ((record: GantryRecord) => GantryRecord['key']) | undefined;
  readonly #server: Server;

  constructor(config: HttpSourceConfig, waiting: WaitingRequests, clock: Clock, log: Log) {
    this.#config = config;
    this.#waiting = waiting;
    this.#clock = clock;
    this.#log = log;
    this.#authenticator = createAuthenticator(config);
    this.#keyOf = config.key === undefined ? undefined : compileExpression(config.key);
    this.#server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, (request, response) => {
      void this.#handle(request, response);
    });
  }

  /** Starts listening; resolves with the port. Throws `http.port_in_use` or `http.cannot_listen`. */
  async listen(): Promise<number> {
    const { host, port } = this.#config;
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', (error) => reject(listenError(error, host, port)));
      this.#server.listen(port, host, resolve);
    });
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : port;
  }

  /** Stops listening; requests that wait are told to try again. */
  async close(): Promise<void> {
    this.#waiting.giveUp();
    if (!this.#server.listening) return;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeIdleConnections();
    // Answers just written go out first; whoever still sends a body is cut off.
    setTimeout(() => this.#server.closeAllConnections(), 50).unref();
    await closed;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await this.#receive(request, response);
    } catch (error) {
      this.#refuse(request, response, toGantryError(error));
    }
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { config, waiting } = { config: this.#config, waiting: this.#waiting };
    const [path] = (request.url ?? '/').split('?');
    if (path !== config.path) throw refusal('not_found', 'webhooks are received at another path');
    if (request.method !== 'POST' && request.method !== 'PUT')
      throw refusal('method_not_allowed', 'webhooks are sent with POST or PUT');
    this.#authenticator.checkHeaders(request.headers);
    // Asked before and after reading: before, to spare the reading; after, since others came meanwhile.
    if (!waiting.hasRoomFor(Number(request.headers['content-length'] ?? 0))) throw busy();
    const { raw, decoded } = await readBody(request, config.maxBodyBytes);
    this.#authenticator.checkBody(request.headers, raw);
    const rows = parseRows(decoded, request.headers['content-type']);
    const records = rows.map((row, index) => this.#recordOf(row, index, request));
    if (records.length === 0) return answerAccepted(response, 0);
    if (!waiting.hasRoomFor(decoded.length)) throw busy();
    this.#await(records, decoded.length, response);
  }

  /** The answer comes when the records are durable, not before (P1): a sender that hears 202 may forget them. */
  #await(records: readonly GantryRecord[], sizeBytes: number, response: ServerResponse): void {
    const timer = setTimeout(() => answerRefusal(response, late()), this.#config.answerTimeoutMs);
    this.#waiting.add({
      records,
      sizeBytes,
      stored() {
        clearTimeout(timer);
        answerAccepted(response, records.length);
      },
      gaveUp() {
        clearTimeout(timer);
        answerRefusal(response, late());
      },
    });
  }

  #recordOf(row: Row, index: number, request: IncomingMessage): GantryRecord {
    const record: GantryRecord = {
      op: 'message',
      key: null,
      before: null,
      after: row,
      source: { connector: 'http', table: this.#config.path, at: `${request.method} ${this.#config.path} [${index}]` },
      timestampMs: this.#clock.now(),
      headers: recordHeaders(request, this.#config),
    };
    if (this.#keyOf === undefined) return record;
    try {
      return { ...record, key: this.#keyOf(record) };
    } catch (error) {
      throw refusal('body_malformed', `record ${index} of the body has no key: ${toGantryError(error).message}`);
    }
  }

  #refuse(request: IncomingMessage, response: ServerResponse, error: GantryError): void {
    const isOurs = error.code.startsWith(`${HTTP_ERRORS.owner}.`);
    if (!isOurs && !request.destroyed)
      this.#log.error('a webhook request failed', { code: error.code, reason: error.message });
    const allow = error.code === 'http.method_not_allowed' ? { allow: 'POST, PUT' } : {};
    // An unread body would be taken for the next request, so the connection ends with the answer.
    answerRefusal(response, error, request.complete ? allow : { ...allow, connection: 'close' });
    if (!request.complete) request.resume();
  }
}

/** Headers that name the event, as record headers; none that could hold a secret or tell nothing of the record. */
function recordHeaders(request: IncomingMessage, { header }: HttpSourceConfig): { [name: string]: string } {
  const headers: { [name: string]: string } = {};
  for (const [name, value] of Object.entries(request.headers)) {
    const isSafe = (name.startsWith('x-') || name.startsWith('ce-') || name === 'user-agent') && !isSecretName(name);
    if (isSafe && typeof value === 'string' && name !== header?.toLowerCase()) headers[name] = value;
  }
  return headers;
}

function isSecretName(name: string): boolean {
  return /auth|token|secret|signature|api-?key|cookie|password/.test(name);
}

function busy(): GantryError {
  return refusal('busy', 'as many requests wait to be stored as may; try again');
}

function late(): GantryError {
  return refusal('busy', 'the records could not be stored in time; try again');
}

function listenError(error: unknown, host: string, port: number): GantryError {
  const code = (error as { readonly code?: string }).code;
  if (code === 'EADDRINUSE') {
    return HTTP_ERRORS.error('port_in_use', {
      message: `another program listens on ${host}:${port}`,
      hint: 'Choose another port, or stop that program.',
      retryable: true,
      cause: error,
    });
  }
  return HTTP_ERRORS.error('cannot_listen', {
    message: `the webhook receiver cannot listen on ${host}:${port}: ${code ?? String(error)}`,
    hint: 'The host must be an address of this machine; ports below 1024 need a privilege.',
    cause: error,
  });
}
