const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Exit codes shells expect of a process ended by a signal. */
const FORCED_EXIT = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** Fires at the first signal to stop; a second one ends the process at once (nothing is lost: tasks only repeat, P9). */
export function stopSignal(onFirst: (signal: string) => void = () => undefined): AbortSignal {
  const controller = new AbortController();
  for (const signal of STOP_SIGNALS) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(FORCED_EXIT[signal]);
      onFirst(signal);
      controller.abort();
    });
  }
  return controller.signal;
}

/** Resolves when the signal fires. */
export function fired(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
