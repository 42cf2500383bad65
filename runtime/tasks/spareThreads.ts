import type { Worker } from 'node:worker_threads';

/**
 * Threads that boot before it is known what they will run. A thread takes longer to boot than to open a file and a bus, so a run in
 * the foreground has them boot while it compiles and deploys. They do not keep the process alive.
 */
export class SpareThreads {
  readonly #spare = new Set<Worker>();

  constructor(count: number, start: () => Worker) {
    for (let started = 0; started < count; started++) {
      const worker = start();
      worker.unref();
      // One that breaks while nobody uses it is forgotten: the thread started in its stead will tell why.
      worker.once('error', () => this.#spare.delete(worker));
      worker.once('exit', () => this.#spare.delete(worker));
      this.#spare.add(worker);
    }
  }

  /** One of them, which is the caller's from now on; undefined when none is left. */
  take(): Worker | undefined {
    const [worker] = this.#spare;
    if (worker === undefined) return undefined;
    this.#spare.delete(worker);
    worker.removeAllListeners();
    worker.ref();
    return worker;
  }

  /** Ends those that nobody took. */
  async close(): Promise<void> {
    const left = [...this.#spare];
    this.#spare.clear();
    await Promise.all(left.map((worker) => worker.terminate()));
  }
}
