import type { Json } from '@gantry/sdk';

/** One key of the store. */
export interface StoreEntry {
  readonly key: string;
  readonly value: Json;
  /** The store's revision at which this key was written last. Grows with every transaction, over all keys. */
  readonly revision: number;
  /** The lease it hangs on; it goes when the lease ends. */
  readonly lease?: string;
}

/** What must hold for a transaction: the key is still at this revision; 0 says it must not exist. */
export interface StoreCheck {
  readonly key: string;
  readonly revision: number;
}

export type StoreWrite =
  { readonly put: string; readonly value: Json; readonly lease?: string } | { readonly remove: string };

/** All checks hold and all writes are done, or nothing is. */
export interface StoreTransaction {
  readonly checks?: readonly StoreCheck[];
  readonly writes: readonly StoreWrite[];
}

/** `failed` is the first key whose check did not hold. */
export type TransactionResult =
  { readonly committed: true; readonly revision: number } | { readonly committed: false; readonly failed: string };

/** A key was written (`entry`) or went (none). */
export interface StoreChange {
  readonly key: string;
  readonly entry?: StoreEntry;
}

/** A claim to be alive. Keys written under it vanish when it ends, at once and together. */
export interface Lease {
  readonly id: string;
  readonly ttlMs: number;
  /** Renews it for another `ttlMs`. False when it has ended, and then for good: an ended lease never comes back. */
  keepAlive(): Promise<boolean>;
  /** Ends it now. */
  revoke(): Promise<void>;
}

/**
 * What members share, and all their coordination rests on: keys with revisions, compare-and-set over several keys, leases and
 * watching. Keys are texts of parts joined by `/`; values are JSON and carry a `version`. All methods throw coded errors
 * (`cluster.store_failed`, `cluster.lease_ended`); what resolved is durable.
 */
export interface Store {
  get(key: string): Promise<StoreEntry | undefined>;
  /** All keys that begin with the prefix, in order. */
  list(prefix: string): Promise<readonly StoreEntry[]>;
  transact(transaction: StoreTransaction): Promise<TransactionResult>;
  /**
   * Hears of changes below the prefix from now on, in order, also those of other processes. `missed` says that changes were
   * lost (it was away for too long): read again. Returns the way to stop.
   */
  watch(prefix: string, listener: (changes: readonly StoreChange[] | 'missed') => void): () => void;
  grantLease(ttlMs: number): Promise<Lease>;
  close(): Promise<void>;
}
