import { Worker } from 'node:worker_threads';
import { CancelledError, GantryError, fromErrorDto, toGantryError } from '@gantry/sdk';
import type { Clock, Log } from '@gantry/sdk';
import { resolveReferences } from '../../tasks/index.ts';
import type { PluginModule, ReferenceLookups } from '../../tasks/index.ts';
import { CLUSTER_ERRORS } from '../errors.ts';
import type { Answers, Ask, CallInput, CallTarget, FromCall } from './protocol.ts';

/** Threads at the same time; more calls wait. Somebody who types makes many. */
const MAX_THREADS = 4;
const HEAP_MB = 256;

export interface ComponentCallsOptions {
  readonly modules: readonly PluginModule[];
  readonly lookups: ReferenceLookups;
  readonly clock: Clock;
  readonly log: Log;
  /** How long a plugin may take to answer. */
  readonly timeoutMs: number;
}

/** Asks components what they can tell outside any task. Each call has a thread of its own, so a plugin that hangs holds up nobody. */
export class ComponentCalls {
  readonly #options: ComponentCallsOptions;
  readonly #closing = new AbortController();
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(options: ComponentCallsOptions) {
    this.#options = options;
  }

  /**
   * Throws what the plugin threw, `cluster.call_timed_out`, `cluster.call_crashed`, `cluster.component_unknown`,
   * `cluster.capability_missing`, or CancelledError when the signal fires.
   */
  async call<A extends Ask>(target: CallTarget, ask: A, signal?: AbortSignal): Promise<Answers[A['what']]> {
    const module = this.#moduleOf(target);
    const { lookups } = this.#options;
    const config = await resolveReferences(target.config, lookups);
    const connection =
      target.connection === undefined ? undefined : await resolveReferences(target.connection, lookups);
    const resolved: CallTarget = { ...target, config, ...(connection === undefined ? {} : { connection }) };
    const stop = AbortSignal.any([this.#closing.signal, ...(signal === undefined ? [] : [signal])]);
    await this.#enter();
    try {
      if (stop.aborted) throw new CancelledError();
      return (await this.#inThread({ module, target: resolved, ask }, stop)) as Answers[A['what']];
    } finally {
      this.#leave();
    }
  }

  close(): void {
    this.#closing.abort();
  }

  async #inThread(input: CallInput, stop: AbortSignal): Promise<unknown> {
    const worker = new Worker(
      new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url),
      {
        workerData: input,
        resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
      },
    );
    const over = new AbortController();
    try {
      return await Promise.race([
        this.#answerOf(worker, input),
        this.#timeOut(input, over.signal),
        new Promise((_, reject) => {
          stop.addEventListener('abort', () => reject(new CancelledError()), { once: true, signal: over.signal });
        }),
      ]);
    } finally {
      over.abort();
      await worker.terminate();
    }
  }

  #answerOf(worker: Worker, input: CallInput): Promise<unknown> {
    return new Promise((resolve, reject) => {
      worker.on('message', (message: FromCall) => {
        if (message.type === 'answer') resolve(message.answer);
        else if (message.type === 'refusal') reject(fromErrorDto(message.error));
        else this.#options.log[message.level](message.message, message.fields);
      });
      worker.on('error', (caught) => reject(crashed(input, toGantryError(caught))));
      worker.on('messageerror', (caught) => reject(crashed(input, toGantryError(caught))));
      worker.on('exit', (code) =>
        reject(
          crashed(input, new GantryError({ code: 'cluster.call_crashed', message: `its thread ended with ${code}` })),
        ),
      );
    });
  }

  async #timeOut(input: CallInput, over: AbortSignal): Promise<never> {
    const { clock, timeoutMs } = this.#options;
    await clock.sleep(timeoutMs, over);
    throw CLUSTER_ERRORS.error('call_timed_out', {
      message: `the ${input.target.role} ${input.target.type} did not answer "${input.ask.what}" within ${timeoutMs / 1000} s`,
      hint: 'Check that what it connects to can be reached from this member.',
    });
  }

  #moduleOf(target: CallTarget): PluginModule {
    const module = this.#options.modules.find((each) => each.contributes.includes(`${target.role}:${target.type}`));
    if (module !== undefined) return module;
    throw CLUSTER_ERRORS.error('component_unknown', {
      message: `no plugin of this member has the ${target.role} ${target.type}`,
      hint: 'Install the plugin that contributes it.',
    });
  }

  async #enter(): Promise<void> {
    if (this.#running >= MAX_THREADS) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#running++;
  }

  #leave(): void {
    this.#running--;
    this.#waiting.shift()?.();
  }
}

function crashed(input: CallInput, cause: GantryError): GantryError {
  return CLUSTER_ERRORS.error('call_crashed', {
    message: `the ${input.target.role} ${input.target.type} broke down when asked "${input.ask.what}": ${cause.message}`,
    hint: 'This is a fault of its plugin; the member goes on.',
    cause,
  });
}
