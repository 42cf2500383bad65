import { hostname } from 'node:os';
import type { Clock, Log } from '@gantry/sdk';
import { CancelledError } from '@gantry/sdk';
import { CLUSTER_ERRORS } from './errors.ts';
import { KEYS, stored } from './records.ts';
import type { MemberRecord } from './records.ts';
import type { Lease, Store } from './store/types.ts';

export interface MembershipOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly id: string;
  readonly software: string;
  /** How long the others wait for this member before they take its tasks over. */
  readonly leaseMs: number;
  /** The lease ended while the member lived (it was paused, or the store was gone): its tasks belong to others now. */
  readonly onLost: () => Promise<void>;
  /** It has a new lease and may take on tasks again. */
  readonly onRejoined: () => void;
}

/** This member's place in the cluster: registered under a lease, which it keeps alive. */
export class Membership {
  readonly startedAtMs: number;
  readonly #options: MembershipOptions;
  readonly #leaving = new AbortController();
  #lease: Lease | undefined;
  #url: string | undefined;
  #beating: Promise<void> = Promise.resolve();

  constructor(options: MembershipOptions) {
    this.#options = options;
    this.startedAtMs = options.clock.now();
  }

  async join(): Promise<void> {
    await this.#register();
    this.#beating = this.#keepAlive();
  }

  /** The lease that everything this member owns hangs on. Throws `cluster.lease_ended` while it has none. */
  get leaseId(): string {
    if (this.#lease !== undefined) return this.#lease.id;
    throw CLUSTER_ERRORS.error('lease_ended', {
      message: `the member ${this.#options.id} is out of the cluster: its lease has ended`,
      hint: 'It joins again by itself as soon as the store answers.',
      retryable: true,
    });
  }

  /** Where its API is, for the others. */
  async announce(url: string): Promise<void> {
    this.#url = url;
    await this.#put(this.leaseId);
  }

  /** Ends the lease, and with it all that is still owned. */
  async leave(): Promise<void> {
    this.#leaving.abort();
    await this.#beating;
    await this.#lease?.revoke();
    this.#lease = undefined;
  }

  async #register(): Promise<void> {
    const lease = await this.#options.store.grantLease(this.#options.leaseMs);
    await this.#put(lease.id);
    this.#lease = lease;
  }

  async #put(lease: string): Promise<void> {
    const { id, software, store } = this.#options;
    const record: MemberRecord = {
      version: 1,
      id,
      software,
      host: hostname(),
      pid: process.pid,
      startedAtMs: this.startedAtMs,
      rssBytes: process.memoryUsage.rss(),
      ...(this.#url === undefined ? {} : { url: this.#url }),
    };
    await store.transact({ writes: [{ put: KEYS.member(id), value: stored(record), lease }] });
  }

  async #keepAlive(): Promise<void> {
    const { clock, leaseMs, log, id } = this.#options;
    const { signal } = this.#leaving;
    while (!signal.aborted) {
      try {
        await clock.sleep(leaseMs / 3, signal);
        if (await this.#isKept()) continue;
        log.warn('the lease of this member has ended; its tasks are let go and it joins again', { member: id });
        this.#lease = undefined;
        await this.#options.onLost();
        await this.#register();
        this.#options.onRejoined();
      } catch (caught) {
        if (caught instanceof CancelledError) return;
        // The store does not answer. The lease runs out by itself, and fencing keeps tasks from storing anything after that.
        log.error('the store did not take the heartbeat', { member: id, error: caught });
      }
    }
  }

  async #isKept(): Promise<boolean> {
    if (this.#lease === undefined || !(await this.#lease.keepAlive())) return false;
    await this.#put(this.#lease.id);
    return true;
  }
}
