import { createServer } from 'node:net';
import type {
  CheckStep,
  ComponentContext,
  Position,
  SourceBatch,
  SourceDefinition,
  SourceTask,
  TaskContext,
} from '@gantry/sdk';
import { HTTP_ERRORS } from '../errors.ts';
import { httpSourceConfig } from './config.ts';
import type { HttpSourceConfig } from './config.ts';
import { Receiver } from './receiver.ts';
import { WaitingRequests } from './waitingRequests.ts';

const MAX_BATCH_RECORDS = 1_000;

/** Receives webhooks. A request is answered when its records are durable, so a sender that hears 202 may forget them. */
export const httpSource: SourceDefinition<HttpSourceConfig> = {
  type: 'http',
  title: 'Webhook receiver',
  description: 'Listens for HTTP requests with JSON, NDJSON, forms or text, and answers once they are stored.',
  icon: 'Webhook',
  keywords: ['webhook', 'http', 'post', 'receive', 'listen', 'callback'],
  config: httpSourceConfig,
  ends: () => false,
  isAtOrAfter: (next, current) => requestsOf(next) >= requestsOf(current),
  createTask: (context: TaskContext<HttpSourceConfig>) => new HttpSourceTask(context),
  check: checkPort,
};

class HttpSourceTask implements SourceTask {
  readonly #context: TaskContext<HttpSourceConfig>;
  readonly #waiting: WaitingRequests;
  #receiver: Receiver | undefined;

  constructor(context: TaskContext<HttpSourceConfig>) {
    this.#context = context;
    this.#waiting = new WaitingRequests(context.config.maxWaiting, context.config.maxWaitingBytes);
  }

  async open(position: Position | null): Promise<void> {
    const { config, clock, log } = this.#context;
    this.#waiting.startAt(position === null ? 0 : requestsOf(position));
    const receiver = new Receiver(config, this.#waiting, clock, log);
    const port = await receiver.listen();
    this.#receiver = receiver;
    log.info('webhooks are received', { host: config.host, port, path: config.path });
  }

  async read(signal: AbortSignal): Promise<SourceBatch> {
    const { records, number } = await this.#waiting.read(MAX_BATCH_RECORDS, signal);
    return { records, position: { requests: number } };
  }

  acknowledged(position: Position): void {
    this.#waiting.storedUpTo(requestsOf(position));
  }

  async close(): Promise<void> {
    await this.#receiver?.close();
    this.#receiver = undefined;
  }
}

/** Listens for a moment: nothing else tells whether the port can be had. */
async function checkPort({ config }: ComponentContext<HttpSourceConfig>): Promise<readonly CheckStep[]> {
  const { host, port } = config;
  const name = 'listen';
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: Error & { readonly code?: string }) => {
      const isTaken = error.code === 'EADDRINUSE';
      const detail = isTaken
        ? `${host}:${port} is in use, perhaps by this pipeline itself`
        : `${host}:${port}: ${error.message}`;
      resolve([{ name, status: isTaken ? 'warning' : 'failed', detail, fix: 'Choose another host or port.' }]);
    });
    server.listen(port, host, () => {
      server.close(() => resolve([{ name, status: 'passed', detail: `${host}:${port} is free` }]));
    });
  });
}

function requestsOf(position: Position): number {
  const { requests } = position;
  if (typeof requests === 'number' && Number.isSafeInteger(requests) && requests >= 0) return requests;
  throw HTTP_ERRORS.error('bad_position', {
    message: 'the position does not say how many requests came before',
    hint: 'A position looks like {"requests": 1000}.',
  });
}
