import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import type { Clock, Json } from '@gantry/sdk';
import { open } from 'lmdb';
import type { Database, RootDatabase } from 'lmdb';
import { CLUSTER_ERRORS } from '../errors.ts';
import { isGone, ownIdentity } from './processIdentity.ts';
import type { ProcessIdentity } from './processIdentity.ts';
import type { Lease, Store, StoreChange, StoreEntry, StoreTransaction, TransactionResult } from './types.ts';

/** Grows when the layout of the folder changes so that older versions cannot read it. */
const FORMAT = 1;
/** How many revisions watchers can be behind before they have to read again. */
const CHANGES_KEPT = 20_000;
/** Old changes are dropped this many at a time. */
const CHANGES_DROPPED = 2_000;
/** LMDB takes 1,978 bytes, of which a leased key needs 38 for the lease. */
const MAX_KEY_BYTES = 1_900;
/** How often it looks for what other processes wrote, and for leases that ended. */
const POLL_MS = 100;

interface StoredEntry {
  readonly r: number;
  readonly v: Json;
  readonly l?: string;
}

interface StoredLease {
  readonly expiresAt: number;
  readonly ttlMs: number;
  readonly holder: ProcessIdentity;
}

interface Pending {
  readonly run: () => unknown;
  readonly resolve: (result: never) => void;
  readonly reject: (error: unknown) => void;
}

interface Watcher {
  readonly prefix: string;
  readonly listener: (changes: readonly StoreChange[] | 'missed') => void;
}

export interface LmdbStoreOptions {
  /** Its folder; made where there is none. Several processes of one machine may each open it. */
  readonly dir: string;
  readonly clock: Clock;
  /**
   * Milliseconds that never jump and that all processes of the machine share: leases are measured with it, so that a corrected
   * wall clock ends none.
   */
  readonly monotonicMs?: () => number;
  /** Whether a lease's process is certainly gone, so that its lease need not be waited for. */
  readonly isGone?: (holder: ProcessIdentity) => boolean;
}

/** Opens the store of the members of one machine, in an LMDB folder. */
export function openLmdbStore(options: LmdbStoreOptions): Store {
  try {
    mkdirSync(options.dir, { recursive: true, mode: 0o700 });
    return new LmdbStore(options);
  } catch (caught) {
    if ((caught as { code?: unknown }).code === 'cluster.store_too_new') throw caught;
    throw CLUSTER_ERRORS.error('store_unavailable', {
      message: `the store ${options.dir} could not be opened: ${messageOf(caught)}`,
      hint: 'Check that the folder belongs to this user, that the disk has room, or give another --data folder.',
      cause: caught,
    });
  }
}

class LmdbStore implements Store {
  readonly #root: RootDatabase;
  readonly #entries: Database<StoredEntry, string>;
  readonly #leases: Database<StoredLease, string>;
  /** [lease, key]: what goes when the lease ends. */
  readonly #leased: Database<true, [string, string]>;
  /** Revision to the keys written in it. */
  readonly #changes: Database<readonly string[], number>;
  readonly #meta: Database<number, string>;

  readonly #dir: string;
  readonly #clock: Clock;
  readonly #monotonicMs: () => number;
  readonly #isGone: (holder: ProcessIdentity) => boolean;
  readonly #closing = new AbortController();
  readonly #watchers = new Set<Watcher>();
  readonly #polling: Promise<void>;

  #pending: Pending[] = [];
  #committing: Promise<void> | undefined;
  #seen: number;

  constructor(options: LmdbStoreOptions) {
    this.#dir = options.dir;
    this.#clock = options.clock;
    this.#monotonicMs = options.monotonicMs ?? (() => Number(process.hrtime.bigint() / 1_000_000n));
    this.#isGone = options.isGone ?? isGone;
    // Writes are gathered here already. With LMDB's own gathering a commit that fails, on a full disk, would also reject a promise
    // that nobody holds, and end the process.
    this.#root = open({
      path: options.dir,
      maxDbs: 8,
      encoding: 'json',
      eventTurnBatching: false,
      // What resolved is on disk; and closing does not wait for a sync that a failed commit never starts.
      overlappingSync: false,
    });
    this.#entries = this.#root.openDB<StoredEntry, string>('entries', { encoding: 'json' });
    this.#leases = this.#root.openDB<StoredLease, string>('leases', { encoding: 'json' });
    this.#leased = this.#root.openDB<true, [string, string]>('leased', { encoding: 'json' });
    this.#changes = this.#root.openDB<readonly string[], number>('changes', { encoding: 'json' });
    this.#meta = this.#root.openDB<number, string>('meta', { encoding: 'json' });
    this.#checkFormat();
    this.#seen = this.#revision();
    this.#polling = this.#poll();
  }

  async get(key: string): Promise<StoreEntry | undefined> {
    this.#refresh();
    return this.#read(key);
  }

  async list(prefix: string): Promise<readonly StoreEntry[]> {
    this.#refresh();
    const found: StoreEntry[] = [];
    for (const { key, value } of this.#entries.getRange({ start: prefix })) {
      if (!key.startsWith(prefix)) break;
      if (value.l === undefined || this.#isLive(value.l)) found.push(toEntry(key, value));
    }
    return found;
  }

  async transact(transaction: StoreTransaction): Promise<TransactionResult> {
    // Before anything is written: inside, one write's throw would leave those before it.
    for (const write of transaction.writes) checkKey('put' in write ? write.put : write.remove);
    return await this.#write((): TransactionResult => {
      for (const check of transaction.checks ?? []) {
        if ((this.#entries.get(check.key)?.r ?? 0) !== check.revision) return { committed: false, failed: check.key };
      }
      for (const write of transaction.writes) {
        if ('put' in write && write.lease !== undefined && this.#leases.get(write.lease) === undefined) {
          throw CLUSTER_ERRORS.error('lease_ended', {
            message: `${write.put} was not written: its lease has ended`,
            hint: 'The member joins again by itself.',
          });
        }
      }
      return { committed: true, revision: this.#apply(transaction) };
    });
  }

  watch(prefix: string, listener: Watcher['listener']): () => void {
    // What was committed before this call is not news to this watcher.
    this.#publish();
    const watcher = { prefix, listener };
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }

  async grantLease(ttlMs: number): Promise<Lease> {
    const id = randomUUID();
    const renew = (): StoredLease => ({ expiresAt: this.#monotonicMs() + ttlMs, ttlMs, holder: ownIdentity() });
    await this.#write(() => void this.#leases.put(id, renew()));
    return {
      id,
      ttlMs,
      keepAlive: () =>
        this.#write(() => {
          if (this.#leases.get(id) === undefined) return false;
          void this.#leases.put(id, renew());
          return true;
        }),
      revoke: () => this.#write(() => this.#endLease(id)),
    };
  }

  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    this.#watchers.clear();
    await this.#polling;
    await this.#committing;
    await this.#root.close();
  }

  /**
   * Runs in a write transaction after ended leases were swept, so that whoever was away for too long (paused, cut off) finds
   * its keys gone before its own checks are looked at (P4). Whatever waits meanwhile shares one LMDB transaction and one
   * flush to disk.
   */
  #write<T>(run: () => T): Promise<T> {
    if (this.#closing.signal.aborted) {
      return Promise.reject(CLUSTER_ERRORS.error('closed', { message: `the store ${this.#dir} is closed` }));
    }
    const done = new Promise<T>((resolve, reject) => {
      this.#pending.push({ run, resolve: resolve as (result: never) => void, reject });
    });
    this.#committing ??= this.#commitPending();
    return done;
  }

  async #commitPending(): Promise<void> {
    // Let everybody of this turn in.
    await Promise.resolve();
    while (this.#pending.length > 0) {
      const batch = this.#pending;
      this.#pending = [];
      const settle: (() => void)[] = [];
      try {
        await this.#root.transaction(() => {
          this.#sweepLeases();
          for (const pending of batch) settle.push(attempt(pending));
        });
        for (const done of settle) done();
      } catch (caught) {
        const error = this.#failed(await commitCause(caught));
        for (const pending of batch) pending.reject(error);
      }
      this.#publish();
    }
    this.#committing = undefined;
  }

  #apply(transaction: StoreTransaction): number {
    if (transaction.writes.length === 0) return this.#revision();
    const revision = this.#revision() + 1;
    const keys: string[] = [];
    for (const write of transaction.writes) {
      const key = 'put' in write ? write.put : write.remove;
      const before = this.#entries.get(key);
      if (before?.l !== undefined) void this.#leased.remove([before.l, key]);
      if ('put' in write) {
        void this.#entries.put(key, {
          r: revision,
          v: write.value,
          ...(write.lease === undefined ? {} : { l: write.lease }),
        });
        if (write.lease !== undefined) void this.#leased.put([write.lease, key], true);
        keys.push(key);
      } else if (before !== undefined) {
        void this.#entries.remove(key);
        keys.push(key);
      }
    }
    this.#logChange(revision, keys);
    return revision;
  }

  #logChange(revision: number, keys: readonly string[]): void {
    void this.#meta.put('revision', revision);
    void this.#changes.put(revision, keys);
    const oldest = this.#meta.get('oldestChange') ?? 1;
    if (revision - oldest < CHANGES_KEPT + CHANGES_DROPPED) return;
    for (let old = oldest; old < oldest + CHANGES_DROPPED; old++) void this.#changes.remove(old);
    void this.#meta.put('oldestChange', oldest + CHANGES_DROPPED);
  }

  #sweepLeases(): void {
    // Read to the end before anything is written: a range does not like to be changed under it.
    const leases = [...this.#leases.getRange({})];
    for (const { key, value } of leases) if (this.#hasEnded(value)) this.#endLease(key);
  }

  #endLease(id: string): void {
    if (this.#leases.get(id) === undefined) return;
    void this.#leases.remove(id);
    const keys: string[] = [];
    for (const [lease, key] of this.#leased.getKeys({ start: [id, ''] })) {
      if (lease !== id) break;
      keys.push(key);
    }
    if (keys.length > 0) this.#apply({ writes: keys.map((key) => ({ remove: key })) });
  }

  /** The second test catches leases from before the machine restarted, when its monotonic clock began anew. */
  #hasEnded(lease: StoredLease): boolean {
    const now = this.#monotonicMs();
    return now >= lease.expiresAt || lease.expiresAt > now + lease.ttlMs || this.#isGone(lease.holder);
  }

  #isLive(id: string): boolean {
    const lease = this.#leases.get(id);
    return lease !== undefined && !this.#hasEnded(lease);
  }

  #read(key: string): StoreEntry | undefined {
    const stored = this.#entries.get(key);
    if (stored === undefined || (stored.l !== undefined && !this.#isLive(stored.l))) return undefined;
    return toEntry(key, stored);
  }

  #revision(): number {
    return this.#meta.get('revision') ?? 0;
  }

  async #poll(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      try {
        await this.#clock.sleep(POLL_MS, signal);
      } catch {
        return; // Only closing ends a sleep early.
      }
      this.#refresh();
      const ended = [...this.#leases.getRange({})].some(({ value }) => this.#hasEnded(value));
      // A failed sweep is tried again at the next poll, and a failing store is told by everybody's own calls.
      if (ended) await this.#write(() => undefined).catch(() => undefined);
      this.#publish();
    }
  }

  /** Tells the watchers what was committed since the last time, by whomever. */
  #publish(): void {
    if (this.#closing.signal.aborted) return;
    this.#refresh();
    const revision = this.#revision();
    if (revision === this.#seen) return;
    const from = this.#seen + 1;
    this.#seen = revision;
    if (this.#watchers.size === 0) return;
    const missed = from < (this.#meta.get('oldestChange') ?? 1);
    const keys = missed ? [] : this.#changedKeys(from, revision);
    for (const watcher of this.#watchers) {
      const changes = keys.filter((key) => key.startsWith(watcher.prefix)).map((key) => this.#change(key));
      if (missed) watcher.listener('missed');
      else if (changes.length > 0) watcher.listener(changes);
    }
  }

  #changedKeys(from: number, to: number): readonly string[] {
    const keys = new Set<string>();
    for (const { value } of this.#changes.getRange({ start: from, end: to + 1 }))
      for (const key of value) keys.add(key);
    return [...keys];
  }

  #change(key: string): StoreChange {
    const entry = this.#read(key);
    return entry === undefined ? { key } : { key, entry };
  }

  /** Lets reads see what other processes committed. */
  #refresh(): void {
    if (this.#closing.signal.aborted) {
      throw CLUSTER_ERRORS.error('closed', { message: `the store ${this.#dir} is closed` });
    }
    this.#root.resetReadTxn();
  }

  #checkFormat(): void {
    const format = this.#meta.get('format');
    if (format === undefined) {
      this.#meta.putSync('format', FORMAT);
      return;
    }
    if (format > FORMAT) {
      throw CLUSTER_ERRORS.error('store_too_new', {
        message: `the store ${this.#dir} has format ${format}, this version reads up to ${FORMAT}`,
        hint: 'Start the newer version of Gantry that wrote it, or give another --data folder.',
      });
    }
  }

  #failed(caught: unknown): Error {
    if (isDiskFull(caught)) {
      return CLUSTER_ERRORS.error('store_full', {
        message: `no space is left for the store ${this.#dir}`,
        hint: 'Free some space: the member and its tasks go on from what is stored.',
        cause: caught,
      });
    }
    return CLUSTER_ERRORS.error('store_failed', {
      message: `the store ${this.#dir} refused to write: ${messageOf(caught)}`,
      hint: 'Check that the disk has room and that the folder is still there.',
      retryable: true,
      cause: caught,
    });
  }
}

function checkKey(key: string): void {
  if (Buffer.byteLength(key) <= MAX_KEY_BYTES) return;
  throw CLUSTER_ERRORS.error('key_too_long', {
    message: `the store takes keys of up to ${MAX_KEY_BYTES} bytes, not ${key.slice(0, 120)}…`,
    hint: 'Shorten the name of the pipeline, the node, the topic or the share of the source.',
  });
}

/** Runs one of a batch; its outcome is told only after the commit. One that throws has written nothing and harms no other. */
function attempt(pending: Pending): () => void {
  try {
    const result = pending.run();
    return () => pending.resolve(result as never);
  } catch (caught) {
    return () => pending.reject(caught);
  }
}

function toEntry(key: string, stored: StoredEntry): StoreEntry {
  return { key, value: stored.v, revision: stored.r, ...(stored.l === undefined ? {} : { lease: stored.l }) };
}

/** lmdb rejects with a wrapper whose `commitError` is a promise that rejects with the cause. */
async function commitCause(caught: unknown): Promise<unknown> {
  const pending = (caught as { commitError?: Promise<never> }).commitError;
  return pending === undefined ? caught : pending.catch((cause: unknown) => cause);
}

/** LMDB gives the number of the system's error: 28 is ENOSPC, 122 EDQUOT. */
function isDiskFull(caught: unknown): boolean {
  const { code } = caught as { code?: unknown };
  return code === 28 || code === 122 || code === 'ENOSPC' || code === 'EDQUOT';
}

function messageOf(caught: unknown): string {
  return caught instanceof Error ? caught.message : String(caught);
}
