import { CancelledError } from '@gantry/sdk';
import type { Clock } from '@gantry/sdk';
import { readHead } from './store.ts';
import type { IndexStore } from './store.ts';

/** How often other processes' commits are looked for: quick after one was seen, ever slower while nothing happens. */
const POLL_MIN_MS = 2;
const POLL_MAX_MS = 25;
/** Looking takes at most this share of a core, however many readers wait. */
const POLL_SHARE = 1 / 20;

/**
 * For so long after a commit showed its number, readers are looked at with every poll: the number shows as soon as LMDB has written
 * it, but the commit can be read only once it is synced. Beyond that they are looked at this often, whatever the disk does.
 */
const SETTLE_MS = 1000;

interface Waiter {
  readonly topic: number;
  readonly queue: number;
  /** It waits for this offset to be there. */
  readonly offset: number;
  readonly wake: () => void;
}

/**
 * Wakes waiting readers. Appends of this thread call `notify`; those of other threads of the process come over a broadcast
 * channel, at once; those of other processes show in the store's commit counter, which one timer per bus looks at while anybody waits.
 */
export class Wakeups {
  readonly #store: IndexStore;
  readonly #clock: Clock;
  readonly #channel: BroadcastChannel;
  readonly #waiters = new Map<string, Set<Waiter>>();
  #timer: NodeJS.Timeout | undefined;
  #pollMs = POLL_MIN_MS;
  #seenCommit = 0;
  #seenAtMs = 0;
  #lookedAtMs = 0;

  constructor(dir: string, store: IndexStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    this.#channel = new BroadcastChannel(`gantry-bus:${dir}`);
    this.#channel.onmessage = (event) => this.#wakeKey(event.data as string);
    // A waiting read keeps the process alive by its own timer; hearing others must not.
    (this.#channel as unknown as { unref(): void }).unref();
  }

  /** Messages of a queue became visible. */
  notify(topic: number, queue: number): void {
    const key = `${topic}/${queue}`;
    this.#channel.postMessage(key);
    this.#wakeKey(key);
  }

  /** Resolves when there is something at the offset, the topic is gone, or the time is over; rejects when the signal fires. */
  async wait(topic: number, queue: number, offset: number, waitMs: number, signal: AbortSignal): Promise<void> {
    // A signal that has fired already never fires again.
    if (signal.aborted) throw new CancelledError('the read was cancelled');
    const woken = new AbortController();
    const waiter: Waiter = { topic, queue, offset, wake: () => woken.abort() };
    this.#add(waiter);
    const forward = (): void => woken.abort();
    signal.addEventListener('abort', forward, { once: true });
    try {
      // Registered first, looked second: an append in between is not missed.
      this.#store.refresh();
      if (!this.#isReady(waiter)) await this.#sleep(waitMs, woken.signal);
    } finally {
      signal.removeEventListener('abort', forward);
      this.#remove(waiter);
    }
    if (signal.aborted) throw new CancelledError('the read was cancelled');
  }

  /** Wakes everybody: they find the bus closed. */
  close(): void {
    clearTimeout(this.#timer);
    this.#channel.close();
    for (const waiters of this.#waiters.values()) for (const waiter of waiters) waiter.wake();
  }

  async #sleep(ms: number, woken: AbortSignal): Promise<void> {
    try {
      await this.#clock.sleep(ms, woken);
    } catch (caught) {
      if (!woken.aborted) throw caught;
    }
  }

  #isReady({ topic, queue, offset }: Waiter): boolean {
    const head = readHead(this.#store, topic, queue);
    return head === undefined || head.next > offset;
  }

  #wakeKey(key: string): void {
    const waiters = this.#waiters.get(key);
    if (waiters === undefined) return;
    for (const waiter of waiters) waiter.wake();
  }

  #add(waiter: Waiter): void {
    const key = `${waiter.topic}/${waiter.queue}`;
    const waiters = this.#waiters.get(key) ?? new Set();
    waiters.add(waiter);
    this.#waiters.set(key, waiters);
    if (this.#timer !== undefined) return;
    this.#pollMs = POLL_MIN_MS;
    this.#schedule();
  }

  #remove(waiter: Waiter): void {
    const key = `${waiter.topic}/${waiter.queue}`;
    const waiters = this.#waiters.get(key);
    waiters?.delete(waiter);
    if (waiters?.size === 0) this.#waiters.delete(key);
  }

  #schedule(): void {
    this.#timer = setTimeout(() => this.#poll(), this.#pollMs).unref();
  }

  #poll(): void {
    this.#timer = undefined;
    if (this.#waiters.size === 0) return;
    const now = performance.now();
    const commit = this.#store.lastCommit();
    this.#pollMs = Math.min(POLL_MAX_MS, this.#pollMs * 1.5);
    if (commit !== this.#seenCommit) {
      this.#seenCommit = commit;
      this.#seenAtMs = now;
      this.#pollMs = POLL_MIN_MS;
    }
    if (now - this.#seenAtMs < SETTLE_MS || now - this.#lookedAtMs > SETTLE_MS) {
      this.#lookedAtMs = now;
      this.#wakeReady();
      this.#pollMs = Math.max(this.#pollMs, (performance.now() - now) / POLL_SHARE);
    }
    this.#schedule();
  }

  #wakeReady(): void {
    this.#store.refresh();
    for (const waiters of this.#waiters.values()) {
      for (const waiter of waiters) if (this.#isReady(waiter)) waiter.wake();
    }
  }
}
