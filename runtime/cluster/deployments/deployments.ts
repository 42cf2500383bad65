import type { Clock } from '@gantry/sdk';
import { nameHint } from '../../foundation/index.ts';
import type { SharesByNode } from '../pipeline/assignments.ts';
import { CLUSTER_ERRORS } from '../errors.ts';
import { KEYS, asRecord, namesIn, stored } from '../records.ts';
import type { ClaimRecord, DeploymentRecord, RevisionRecord, SharesRecord } from '../records.ts';
import type { Store, StoreEntry, StoreTransaction, StoreWrite } from '../store/types.ts';

/** How often a change is tried again when others change the same deployment at the same moment. */
const ATTEMPTS = 10;

/** A deployment as it is stored, and at which revision of the store: a change is refused when that moved on. */
export interface StoredDeployment {
  readonly record: DeploymentRecord;
  readonly storeRevision: number;
}

/** What is deployed, in the store: reading, and changing with compare-and-set. Knows nothing of running. */
export class Deployments {
  readonly #store: Store;
  readonly #clock: Clock;
  /** Revisions change only in their text, so the spec of one is parsed once. */
  readonly #revisions = new Map<string, { readonly storeRevision: number; readonly record: RevisionRecord }>();

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  async list(): Promise<readonly StoredDeployment[]> {
    return (await this.#store.list(KEYS.deployments)).map(toDeployment);
  }

  async find(name: string): Promise<StoredDeployment | undefined> {
    const entry = await this.#store.get(KEYS.deployment(name));
    return entry === undefined ? undefined : toDeployment(entry);
  }

  /** Throws `cluster.deployment_unknown`. */
  async get(name: string): Promise<StoredDeployment> {
    const found = await this.find(name);
    if (found !== undefined) return found;
    throw CLUSTER_ERRORS.error('deployment_unknown', {
      message: `there is no deployment named ${name}`,
      hint: nameHint(
        name,
        (await this.list()).map((each) => each.record.name),
      ),
    });
  }

  /** What a revision of it says; the present one unless told otherwise. */
  async revision(record: DeploymentRecord): Promise<RevisionRecord> {
    const key = KEYS.revision(record.name, record.revision);
    const entry = await this.#store.get(key);
    if (entry === undefined) {
      throw CLUSTER_ERRORS.error('deployment_unknown', {
        message: `revision ${record.revision} of ${record.name} is not in the store`,
        hint: 'Deploy the pipeline again.',
      });
    }
    const known = this.#revisions.get(key);
    if (known?.storeRevision === entry.revision) return known.record;
    const revision = asRecord<RevisionRecord>(entry.value);
    this.#revisions.set(key, { storeRevision: entry.revision, record: revision });
    return revision;
  }

  async shares(name: string): Promise<SharesByNode> {
    const entries = await this.#store.list(KEYS.allShares(name));
    return Object.fromEntries(
      entries.map((entry) => [namesIn(entry.key)[1] ?? '', asRecord<SharesRecord>(entry.value).shares]),
    );
  }

  /** Who runs it now. */
  async claim(name: string): Promise<ClaimRecord | undefined> {
    const entry = await this.#store.get(KEYS.claim(name));
    return entry === undefined ? undefined : asRecord<ClaimRecord>(entry.value);
  }

  /**
   * Changes what is wanted of a deployment. `edit` gets the present record and gives the next, or the same one for no change;
   * it is asked again when somebody else was quicker.
   */
  async edit(name: string, edit: (record: DeploymentRecord) => DeploymentRecord): Promise<DeploymentRecord> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const present = await this.get(name);
      const next = edit(present.record);
      if (next === present.record) return next;
      const key = KEYS.deployment(name);
      const done = await this.commit({
        checks: [{ key, revision: present.storeRevision }],
        writes: [{ put: key, value: stored(next) }],
      });
      if (done) return next;
    }
    throw conflict(name);
  }

  /** Whether the transaction took effect. */
  async commit(transaction: StoreTransaction): Promise<boolean> {
    return (await this.#store.transact(transaction)).committed;
  }

  /** Everything of a deployment that has no running tasks; positions only where they are to be forgotten. */
  async remove(name: string, positions: 'keep' | 'forget'): Promise<void> {
    const prefixes = [KEYS.revisions(name), KEYS.allShares(name)];
    if (positions === 'forget') prefixes.push(KEYS.positions(name), KEYS.offsets(name), KEYS.sinkStates(name));
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const { storeRevision } = await this.get(name);
      const entries = (await Promise.all(prefixes.map((prefix) => this.#store.list(prefix)))).flat();
      const key = KEYS.deployment(name);
      const writes: StoreWrite[] = [{ remove: key }, ...entries.map((entry) => ({ remove: entry.key }))];
      const checks = [
        { key, revision: storeRevision },
        { key: KEYS.claim(name), revision: 0 },
      ];
      if (await this.commit({ checks, writes })) return;
    }
    throw conflict(name);
  }

  now(): number {
    return this.#clock.now();
  }
}

/** Others changed the same deployment each time we tried. */
export function conflict(name: string): Error {
  return CLUSTER_ERRORS.error('conflict', {
    message: `${name} is being changed by others again and again; nothing was done`,
    hint: 'Try again.',
    retryable: true,
  });
}

function toDeployment(entry: StoreEntry): StoredDeployment {
  return { record: asRecord<DeploymentRecord>(entry.value), storeRevision: entry.revision };
}
