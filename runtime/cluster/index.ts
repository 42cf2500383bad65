/**
 * The cluster: members of one store, what is deployed, who runs which task, and where everybody is (deployments, claims,
 * positions, secrets). Not the running of a task (tasks/), not HTTP (api/), not the loading of plugins (plugins/).
 */
export { openLmdbStore } from './store/lmdbStore.ts';
export type { LmdbStoreOptions } from './store/lmdbStore.ts';
export type {
  Lease, Store, StoreChange, StoreCheck, StoreEntry, StoreTransaction, StoreWrite, TransactionResult,
} from './store/types.ts';
export { CLUSTER_ERRORS, DocumentInvalidError } from './errors.ts';
export type { Member, MemberEvent } from './types.ts';
