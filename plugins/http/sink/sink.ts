import { compileTemplate, toGantryError } from '@gantry/sdk';
import type {
  CheckStep,
  ComponentContext,
  GantryError,
  GantryRecord,
  Json,
  SinkDefinition,
  SinkFailure,
  SinkTask,
  TaskContext,
  Template,
} from '@gantry/sdk';
import { checkEndpoint } from '../checkEndpoint.ts';
import type { HttpConnection } from '../connection.ts';
import { HTTP_ERRORS } from '../errors.ts';
import { requestHeaders, secretsOf } from '../requestHeaders.ts';
import { parseUrl, shownUrl } from '../urls.ts';
import { Client } from './client.ts';
import { httpSinkConfig } from './config.ts';
import type { HttpSinkConfig } from './config.ts';
import { CONTENT_TYPES, recordText, requestBody } from './requestBody.ts';
import { planLanes } from './requestPlan.ts';
import type { Lane, PlannedRecord, PlannedRequest } from './requestPlan.ts';

/** Posts records to an HTTP server. Stores no progress there, so after a failure some may arrive twice. */
export const httpSink: SinkDefinition<HttpSinkConfig> = {
  type: 'http',
  title: 'HTTP request',
  description:
    'Sends records to an HTTP server, one or many in a request, and tries again what it cannot take just now.',
  icon: 'Send',
  keywords: ['webhook', 'rest', 'api', 'post', 'put', 'call'],
  config: httpSinkConfig,
  connection: { type: 'http', optional: true },
  createTask: (context: TaskContext<HttpSinkConfig>) => new HttpSinkTask(context),
  check: checkTarget,
};

class HttpSinkTask implements SinkTask {
  readonly #config: HttpSinkConfig;
  readonly #connection: HttpConnection | undefined;
  readonly #urlOf: (record: GantryRecord) => URL;
  readonly #client: Client;
  /**
   * What the server took in a write that failed for other records. The host gives those again, wholly or by halves, and they
   * are not sent twice: the very same record objects come back.
   */
  #taken = new WeakSet<GantryRecord>();

  constructor(context: TaskContext<HttpSinkConfig>) {
    this.#config = context.config;
    this.#connection = context.connection as HttpConnection | undefined;
    this.#urlOf = urlMaker(this.#config.url, this.#connection?.url);
    const { method, headers, format, timeoutMs, url } = this.#config;
    const hasTemplate = url.includes('{');
    this.#client = new Client({
      method,
      headers: requestHeaders(this.#connection, { ...headers, 'content-type': CONTENT_TYPES[format] }),
      timeoutMs,
      secrets: secretsOf(this.#connection),
      hasTemplate,
      shownTarget: hasTemplate ? url.replace(/\?.*$/, '') : shownUrl(parseUrl(url, this.#connection?.url)),
      clock: context.clock,
    });
  }

  /** The server keeps no state of ours. Its connections are opened by the first request. */
  async open(): Promise<void> {}

  async write(records: readonly GantryRecord[], signal: AbortSignal): Promise<readonly SinkFailure[]> {
    const failures: SinkFailure[] = [];
    const lanes = planLanes(this.#planned(records, failures), this.#config);
    const stop = new AbortController();
    const errors: GantryError[] = [];
    await Promise.all(
      lanes.map(async (lane) => {
        try {
          await this.#sendLane(lane, failures, signal, stop.signal);
        } catch (error) {
          errors.push(toGantryError(error));
          // Requests under way are waited for, since they may succeed; the lanes begin no others.
          stop.abort();
        }
      }),
    );
    // A retryable error goes first: halving the records would not help what is wrong with the server.
    const worst = errors.find(({ retryable }) => retryable) ?? errors[0];
    if (worst !== undefined) throw worst;
    this.#taken = new WeakSet();
    return failures.sort((one, other) => one.index - other.index);
  }

  /** Each request was answered before its write resolved, so nothing is buffered here (P2). */
  async flush(): Promise<Json> {
    return null;
  }

  async close(): Promise<void> {}

  #planned(records: readonly GantryRecord[], failures: SinkFailure[]): PlannedRecord[] {
    const planned: PlannedRecord[] = [];
    records.forEach((record, index) => {
      if (this.#taken.has(record)) return;
      try {
        planned.push({ index, record, url: this.#urlOf(record) });
      } catch (error) {
        failures.push({ index, error: toGantryError(error) });
      }
    });
    return planned;
  }

  async #sendLane(lane: Lane, failures: SinkFailure[], signal: AbortSignal, stop: AbortSignal): Promise<void> {
    for (const request of lane) {
      if (stop.aborted) return;
      await this.#sendRequest(request, failures, signal);
    }
  }

  async #sendRequest(request: PlannedRequest, failures: SinkFailure[], signal: AbortSignal): Promise<void> {
    const { format, content } = this.#config;
    const sent: PlannedRecord[] = [];
    const texts: string[] = [];
    for (const planned of request.records) {
      try {
        texts.push(recordText(planned.record, content));
        sent.push(planned);
      } catch (error) {
        failures.push({ index: planned.index, error: toGantryError(error) });
      }
    }
    if (texts.length === 0) return;
    try {
      await this.#client.send(request.records[0].url, requestBody(texts, format), signal);
    } catch (error) {
      const refused = toGantryError(error);
      // A request of one record speaks for that record; one of many is narrowed down by the host, which halves them.
      const isForRecord = refused.code === 'http.rejected' && sent.length === 1;
      if (!isForRecord) throw refused;
      for (const { index } of sent) failures.push({ index, error: refused });
      return;
    }
    for (const { record } of sent) this.#taken.add(record);
  }
}

/** The URL of each record. Throws where it leaves the connection's host, which would give its token to a stranger. */
function urlMaker(url: string, base: string | undefined): (record: GantryRecord) => URL {
  const template: Template = compileTemplate(url, encodeSegment);
  const origin = base === undefined ? undefined : parseUrl(base).origin;
  const resolve = (text: string): URL => {
    const resolved = parseUrl(text, base);
    if (origin === undefined || resolved.origin === origin) return resolved;
    throw HTTP_ERRORS.error('foreign_origin', {
      message: `the URL points to ${resolved.origin}, the connection to ${origin}`,
      hint: 'Write the path only, or use a connection for that host.',
    });
  };
  if (url.includes('{')) return (record) => resolve(template(record));
  const fixed = resolve(url);
  return () => fixed;
}

/** A value as one segment of a path. A dot or two would not stay one: they would lead to another place of the server. */
function encodeSegment(value: string): string {
  if (value !== '.' && value !== '..') return encodeURIComponent(value);
  throw HTTP_ERRORS.error('bad_url', {
    message: 'a record would fill the URL with dots, which lead to another place of the server',
    hint: 'Filter such records out.',
  });
}

async function checkTarget(
  context: ComponentContext<HttpSinkConfig>,
  signal: AbortSignal,
): Promise<readonly CheckStep[]> {
  const connection = context.connection as HttpConnection | undefined;
  // What a template stands for is not known yet, so the folder it is in must do.
  const url = parseUrl(context.config.url.replace(/[^/]*\{.*$/, ''), connection?.url);
  return checkEndpoint(url, requestHeaders(connection, context.config.headers), signal);
}
