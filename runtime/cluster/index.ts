/**
 * The cluster: members of one store, what is deployed, who runs which task, and where everybody is (deployments, claims,
 * positions, secrets). Not the running of a task (tasks/), not HTTP (api/), not the loading of plugins (plugins/).
 */
export { openLmdbStore } from './store/lmdbStore.ts';
export type { LmdbStoreOptions } from './store/lmdbStore.ts';
export type {
  Lease,
  Store,
  StoreChange,
  StoreCheck,
  StoreEntry,
  StoreTransaction,
  StoreWrite,
  TransactionResult,
} from './store/types.ts';
export { CLUSTER_ERRORS, DocumentInvalidError } from './errors.ts';
export type { Member, MemberEvent } from './types.ts';
export { startMember } from './member.ts';
export type { LocalMember, MemberOptions } from './member.ts';
export { createBuses } from './buses.ts';
export { openSecrets } from './secrets.ts';
export type { Secrets, SecretsOptions } from './secrets.ts';
export { runPipeline } from './foreground.ts';
export type { RunCounts, RunNeeds, RunOptions, RunProgress, RunSummary } from './foreground.ts';
export type { PluginsPort } from './ports.ts';
