import type { Clock, GantryError, Log } from '@gantry/sdk';
import { SHELL_ERRORS } from '../errors.ts';
import { createLineReader } from './lineReader.ts';

/** The process the runtime lives in: Electron's utility process, or any other in tests. */
export interface RuntimeProcess {
  /** Lines of standard output and standard error. */
  onOutput(stream: 'out' | 'err', listener: (text: string) => void): void;
  onExit(listener: (code: number | null) => void): void;
  /** Asks it to drain and end. */
  stop(): void;
  /** Ends it by force. */
  kill(): void;
}

/** Where the runtime serves. */
export interface RuntimeAddress {
  readonly url: string;
  readonly tokenFile: string;
}

/** What the host tells. */
export type RuntimeState =
  | { readonly state: 'starting' }
  | { readonly state: 'running'; readonly address: RuntimeAddress }
  | { readonly state: 'restarting'; readonly inMs: number; readonly reason: GantryError }
  | { readonly state: 'failed'; readonly reason: GantryError }
  | { readonly state: 'stopped' };

export interface RuntimeHostOptions {
  start(): RuntimeProcess;
  readonly clock: Clock;
  readonly log: Log;
  onState(state: RuntimeState): void;
}

export interface RuntimeHost {
  /** Lets the runtime drain; after `DRAIN_MS` it is ended by force, and nothing is lost by that (P9). */
  stop(): Promise<void>;
}

const START_MS = 30_000;
const DRAIN_MS = 15_000;
/** A runtime that ends so often within the window will not come up by trying again. */
const MAX_RESTARTS = 5;
const RESTART_WINDOW_MS = 60_000;
const KEPT_ERROR_LINES = 12;

/** Keeps the runtime running: starts it, starts it again after a crash with growing pauses, and says why it ended. */
export function startRuntimeHost(options: RuntimeHostOptions): RuntimeHost {
  const { clock, log } = options;
  const restarts: number[] = [];
  const stopping = new AbortController();
  let current: RuntimeProcess | undefined;
  const done = keepRunning();

  return {
    async stop() {
      stopping.abort();
      current?.stop();
      const forced = new AbortController();
      const timer = clock.sleep(DRAIN_MS, forced.signal).then(
        () => current?.kill(),
        () => undefined,
      );
      await done;
      forced.abort();
      await timer;
      options.onState({ state: 'stopped' });
    },
  };

  async function keepRunning(): Promise<void> {
    while (!stopping.signal.aborted) {
      options.onState({ state: 'starting' });
      const reason = await runOnce();
      if (stopping.signal.aborted) return;
      const pauseMs = nextPause();
      log.error('the runtime ended', { reason: reason.message });
      if (pauseMs === undefined) {
        options.onState({ state: 'failed', reason });
        return;
      }
      options.onState({ state: 'restarting', inMs: pauseMs, reason });
      await clock.sleep(pauseMs, stopping.signal).catch(() => undefined);
    }
  }

  /** Runs one process to its end and gives the reason of it. */
  function runOnce(): Promise<GantryError> {
    return new Promise((resolve) => {
      const process = options.start();
      current = process;
      const errorLines: string[] = [];
      const started = new AbortController();
      let isSilent = false;
      process.onOutput(
        'out',
        createLineReader((line) => {
          const address = addressOf(line);
          if (!address) return;
          started.abort();
          options.onState({ state: 'running', address });
        }),
      );
      process.onOutput(
        'err',
        createLineReader((line) => {
          errorLines.push(line);
          if (errorLines.length > KEPT_ERROR_LINES) errorLines.shift();
        }),
      );
      process.onExit((code) => {
        started.abort();
        current = undefined;
        resolve(isSilent ? silent() : ended(code, errorLines));
      });
      clock.sleep(START_MS, started.signal).then(
        () => {
          isSilent = true;
          process.kill();
        },
        () => undefined,
      );
    });
  }

  function nextPause(): number | undefined {
    const now = clock.now();
    while ((restarts[0] ?? now) < now - RESTART_WINDOW_MS) restarts.shift();
    restarts.push(now);
    return restarts.length > MAX_RESTARTS ? undefined : 500 * 2 ** (restarts.length - 1);
  }
}

/** `gantry studio --json` prints one line with its address. */
function addressOf(line: string): RuntimeAddress | undefined {
  try {
    const { url, tokenFile } = JSON.parse(line) as Partial<RuntimeAddress>;
    return typeof url === 'string' && typeof tokenFile === 'string' ? { url, tokenFile } : undefined;
  } catch {
    return undefined;
  }
}

function ended(code: number | null, errorLines: readonly string[]): GantryError {
  const last = errorLines.length === 0 ? '' : `: ${errorLines.join('\n')}`;
  return SHELL_ERRORS.error('runtime_ended', {
    message: `the runtime ended with ${code === null ? 'a signal' : `code ${code}`}${last}`,
    hint: 'Its pipelines go on where they were when it is started again.',
  });
}

function silent(): GantryError {
  return SHELL_ERRORS.error('runtime_silent', {
    message: `the runtime did not start within ${START_MS / 1000} s`,
    hint: 'Another program may hold its data folder.',
  });
}
