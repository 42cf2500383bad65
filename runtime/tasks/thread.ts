import { Worker } from 'node:worker_threads';
import { toErrorDto, toGantryError } from '@gantry/sdk';
import type { GantryError } from '@gantry/sdk';
import type { SamplesDto } from '../api/contract.ts';
import { TASK_ERRORS } from './errors.ts';
import type { Begin, FromThread, TaskOutcome, ThreadInput, ToThread } from './protocol.ts';
import type { LastSamples } from './samples.ts';
import type { TaskHostOptions } from './types.ts';

/**
 * Records live for one batch. Left to itself V8 lets each thread's young generation grow to three times this, which costs 80 MB
 * for two threads and gained nothing measurable; half of it costs a fifth of the rate.
 */
const YOUNG_GENERATION_MB = 16;
const WATCH_MS = 5000;
/** So many watches in a row without a sign of life, and the thread counts as hung. */
const MISSED_WATCHES = 12;
/** How long an ended task's thread may take to let go before it is ended by force. */
const EXIT_MS = 2000;

/** Starts a thread that waits for its task. */
export function startThread(heapMb: number, name: string): Worker {
  // Tests run the sources as they are, the product what was made of them.
  const entry = import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js';
  return new Worker(new URL(entry, import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
    name,
  });
}

/** The news of a running thread. */
export interface ThreadListener {
  onRunning(): void;
  onRetrying(message: Extract<FromThread, { type: 'retrying' }>): void;
  onFigures(message: Extract<FromThread, { type: 'figures' }>): void;
}

/** One attempt of a task in a thread of its own. Whatever happens in there, `outcome` resolves and the member lives on. */
export class TaskThread {
  /** Resolves when the thread is gone. */
  readonly outcome: Promise<TaskOutcome>;
  private readonly worker: Worker;
  private readonly options: TaskHostOptions;
  private readonly input: ThreadInput;
  private readonly listener: ThreadListener;
  private readonly asked = new Map<number, (samples: SamplesDto) => void>();
  private readonly watch: NodeJS.Timeout;
  private lastId = 0;
  private missed = 0;
  private told: TaskOutcome | undefined;
  private crash: GantryError | undefined;
  private isForced = false;
  /** What it left behind of its samples, once it told its outcome; a thread that was ended or crashed leaves none. */
  private last: LastSamples | undefined;

  constructor(options: TaskHostOptions, input: ThreadInput, listener: ThreadListener) {
    this.options = options;
    this.input = input;
    this.listener = listener;
    this.worker = options.spares?.take() ?? startThread(options.heapMb, input.assignment.id);
    this.worker.postMessage({ type: 'begin', input } satisfies Begin);
    this.worker.on('message', (message: FromThread) => this.onMessage(message));
    this.worker.on('error', (cause) => this.onCrash(cause));
    this.watch = setInterval(() => this.checkSignOfLife(), WATCH_MS);
    this.watch.unref();
    this.outcome = new Promise((resolve) => {
      this.worker.on('exit', (code) => resolve(this.onExit(code)));
    });
  }

  stop(): void {
    this.tell({ type: 'stop' });
  }

  finish(): void {
    this.tell({ type: 'finish' });
  }

  /** Ends the thread at once. Nothing is lost: what was not stored is done again. */
  async terminate(): Promise<void> {
    this.isForced = true;
    await this.worker.terminate();
  }

  get lastSamples(): LastSamples | undefined {
    return this.last;
  }

  edgeSamples(edge: string): Promise<SamplesDto> {
    return this.ask((id) => ({ type: 'edgeSamples', id, edge }));
  }

  shown(): Promise<SamplesDto> {
    return this.ask((id) => ({ type: 'shown', id }));
  }

  private ask(question: (id: number) => ToThread): Promise<SamplesDto> {
    const id = ++this.lastId;
    return new Promise((resolve) => {
      if (this.told !== undefined || this.crash !== undefined) return resolve({ seen: 0, records: [] });
      this.asked.set(id, resolve);
      this.tell(question(id));
    });
  }

  private tell(message: ToThread): void {
    this.worker.postMessage(message);
  }

  private onMessage(message: FromThread): void {
    this.missed = 0;
    switch (message.type) {
      case 'running':
        return this.listener.onRunning();
      case 'retrying':
        return this.listener.onRetrying(message);
      case 'figures':
        return this.listener.onFigures(message);
      case 'log':
        return this.options.log[message.level](message.message, { task: this.input.assignment.id, ...message.fields });
      case 'commit':
        return this.answer(message.id, () => this.options.progress.commit(this.input.assignment, message.progress));
      case 'secret':
        return this.answer(message.id, () => this.options.secrets.get(message.name));
      case 'samples': {
        this.asked.get(message.id)?.(message.samples);
        this.asked.delete(message.id);
        return;
      }
      case 'outcome':
        this.last = message.samples;
        return this.onOutcome(message.outcome);
    }
  }

  private answer(id: number, work: () => Promise<string | undefined | void>): void {
    // Started inside a promise, so that a port that throws at once is a refusal like any other.
    Promise.resolve()
      .then(work)
      .then(
        (value) => this.tell({ type: 'answer', id, ...(typeof value === 'string' ? { value } : {}) }),
        (caught: unknown) => this.tell({ type: 'refusal', id, error: toErrorDto(caught) }),
      );
  }

  private onOutcome(outcome: TaskOutcome): void {
    this.told = outcome;
    // What a plugin left running must not keep the thread of a task that is over.
    const force = setTimeout(() => void this.worker.terminate(), EXIT_MS);
    this.worker.once('exit', () => clearTimeout(force));
  }

  private onCrash(caught: unknown): void {
    const { id } = this.input.assignment;
    const cause = toGantryError(caught);
    if ((caught as { readonly code?: unknown } | null)?.code === 'ERR_WORKER_OUT_OF_MEMORY') {
      this.crash = TASK_ERRORS.error('heap_exceeded', {
        message: `the task ${id} needed more than its ${this.options.heapMb} MB of heap`,
        hint: 'Raise the heap limit of tasks, or have the source bring smaller batches.',
        cause: caught,
      });
      return;
    }
    this.crash = TASK_ERRORS.error('thread_crashed', {
      message: `the thread of the task ${id} crashed: ${cause.message}`,
      hint: 'This is a fault in the plugin: report it to its author.',
      cause: caught,
    });
  }

  private onExit(code: number): TaskOutcome {
    clearInterval(this.watch);
    for (const resolve of this.asked.values()) resolve({ seen: 0, records: [] });
    this.asked.clear();
    if (this.told !== undefined) return this.told;
    if (this.crash !== undefined) return { kind: 'failed', error: toErrorDto(this.crash) };
    if (this.isForced) return { kind: 'stopped' };
    const error = TASK_ERRORS.error('thread_exited', {
      message: `the thread of the task ${this.input.assignment.id} exited with code ${code}`,
      hint: 'A plugin called process.exit, or its native code ended the thread.',
    });
    return { kind: 'failed', error: toErrorDto(error) };
  }

  /** Counts watches, not time: after the machine slept only one of them was missed. */
  private checkSignOfLife(): void {
    this.missed += 1;
    if (this.missed < MISSED_WATCHES || this.crash !== undefined) return;
    this.crash = TASK_ERRORS.error('thread_hung', {
      message: `the task ${this.input.assignment.id} gave no sign of life for ${(WATCH_MS * MISSED_WATCHES) / 1000} s`,
      hint: 'A plugin is caught in a loop that never pauses: report it to its author.',
    });
    void this.worker.terminate();
  }
}
