import type { TaskShare } from '@gantry/sdk';
import { sameJson } from '../../foundation/index.ts';
import type { RuntimeSpec, SourcePlan } from '../../compile/plan.ts';
import { CLUSTER_ERRORS } from '../errors.ts';
import type { SharesByNode } from '../pipeline/assignments.ts';
import { KEYS, stored } from '../records.ts';
import type { ClaimRecord, DeploymentRecord, RevisionRecord } from '../records.ts';
import type { StoreWrite } from '../store/types.ts';
import { conflict } from './deployments.ts';
import type { Deployments, StoredDeployment } from './deployments.ts';
import { wantedAgain } from './desired.ts';
import type { Positions } from './positions.ts';

const ATTEMPTS = 5;
/** Older revisions than this many are forgotten. */
const HISTORY_KEPT = 100;

export interface AcceptOptions {
  readonly deployments: Deployments;
  readonly positions: Positions;
  readonly member: string;
  /** Accepted by `gantry run`: it runs here alone, and at once. */
  readonly foreground: boolean;
  /** Asks a source to split its work. */
  readonly split: (spec: RuntimeSpec, plan: SourcePlan) => Promise<readonly TaskShare[]>;
  /** Makes what must be there before the deployment takes effect. */
  readonly prepare: (spec: RuntimeSpec) => Promise<void>;
}

/** A document that compiled. */
export interface Accepted {
  readonly text: string;
  readonly spec: RuntimeSpec;
  readonly baseRevision?: number;
}

/**
 * Takes a compiled document as the next revision of its deployment. All that can fail (the split of the sources, the topics) is
 * done first; then one transaction makes it true, or nothing has changed.
 */
export async function accept(options: AcceptOptions, document: Accepted): Promise<DeploymentRecord> {
  const { deployments } = options;
  const { spec, text } = document;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const present = await deployments.find(spec.pipeline);
    refuseStale(spec.pipeline, present?.record, document.baseRevision);
    refuseOwned(options, spec.pipeline, present?.record, await deployments.claim(spec.pipeline));
    const next =
      present !== undefined && present.record.hash === spec.hash
        ? await sameSpec(options, present, text)
        : await newRevision(options, present, text, spec);
    if (next !== undefined) return next;
  }
  throw conflict(spec.pipeline);
}

/** Only layout, comments or order differ: the text is kept, nothing restarts, and the revision stays. */
async function sameSpec(
  options: AcceptOptions,
  present: StoredDeployment,
  text: string,
): Promise<DeploymentRecord | undefined> {
  const { deployments } = options;
  const { record, storeRevision } = present;
  const revision = await deployments.revision(record);
  // From the foreground to all members, or the other way: then it is to run, whatever it did before.
  const isTaken = options.foreground || record.foreground === true;
  const next = isTaken ? wantedAgain(record, options.foreground) : record;
  if (revision.text === text && next === record) return record;
  const key = KEYS.deployment(record.name);
  const textWrite = {
    put: KEYS.revision(record.name, record.revision),
    value: stored({ ...revision, text } satisfies RevisionRecord),
  };
  const committed = await deployments.commit({
    checks: [{ key, revision: storeRevision }],
    // The deployment is written too, so that whoever watches it hears of the new text.
    writes: [textWrite, { put: key, value: stored(next) }, ...(await lookedAtAgain(options, revision.spec, []))],
  });
  return committed ? next : undefined;
}

async function newRevision(
  options: AcceptOptions,
  present: StoredDeployment | undefined,
  text: string,
  spec: RuntimeSpec,
): Promise<DeploymentRecord | undefined> {
  const { deployments } = options;
  const name = spec.pipeline;
  const { shares, changedSources } = await sharesFor(options, present?.record, spec);
  await options.prepare(spec);
  const revision = (present?.record.revision ?? 0) + 1;
  const deployedAtMs = deployments.now();
  const next: DeploymentRecord = {
    version: 1,
    name,
    revision,
    hash: spec.hash,
    deployedAtMs,
    desired:
      options.foreground || present?.record.foreground === true ? 'running' : (present?.record.desired ?? 'running'),
    ...(options.foreground ? { foreground: true } : {}),
    ...(present?.record.restart === undefined ? {} : { restart: present.record.restart }),
  };
  const writes: StoreWrite[] = [
    { put: KEYS.deployment(name), value: stored(next) },
    {
      put: KEYS.revision(name, revision),
      value: stored({ version: 1, revision, hash: spec.hash, deployedAtMs, text, spec }),
    },
    { remove: KEYS.revision(name, Math.max(0, revision - HISTORY_KEPT)) },
    ...(await sharesWrites(deployments, name, shares)),
    ...(await lookedAtAgain(options, spec, changedSources)),
  ];
  const checks = [{ key: KEYS.deployment(name), revision: present?.storeRevision ?? 0 }];
  return (await deployments.commit({ checks, writes })) ? next : undefined;
}

/**
 * Sources that came to their end and have reason to look for more: those whose configuration changed, and in the foreground all,
 * since whoever runs a batch job again does so for what has come since.
 */
function lookedAtAgain(
  options: AcceptOptions,
  spec: RuntimeSpec,
  changedSources: readonly string[],
): Promise<readonly StoreWrite[]> {
  const sources = spec.connectors.filter((plan) => plan.kind === 'source').map((plan) => plan.node);
  return options.positions.reopen(spec.pipeline, options.foreground ? sources : changedSources);
}

/** A source is asked once: again only when its own plan, or a connection it goes by, changed. */
async function sharesFor(
  options: AcceptOptions,
  present: DeploymentRecord | undefined,
  spec: RuntimeSpec,
): Promise<{ readonly shares: SharesByNode; readonly changedSources: readonly string[] }> {
  const before = present === undefined ? undefined : (await options.deployments.revision(present)).spec;
  const known = present === undefined ? {} : await options.deployments.shares(spec.pipeline);
  const shares: Record<string, readonly TaskShare[]> = {};
  const changedSources: string[] = [];
  for (const plan of spec.connectors) {
    if (plan.kind !== 'source') continue;
    const kept = before !== undefined && isSameSource(before, spec, plan) ? known[plan.node] : undefined;
    shares[plan.node] = kept ?? (await options.split(spec, plan));
    if (kept === undefined) changedSources.push(plan.node);
  }
  return { shares, changedSources };
}

function isSameSource(before: RuntimeSpec, spec: RuntimeSpec, plan: SourcePlan): boolean {
  const old = before.connectors.find((connector) => connector.kind === 'source' && connector.node === plan.node) as
    SourcePlan | undefined;
  if (
    old === undefined ||
    old.type !== plan.type ||
    old.connection !== plan.connection ||
    old.maxTasks !== plan.maxTasks
  )
    return false;
  const connection = plan.connection;
  return (
    sameJson(old.config, plan.config) &&
    (connection === undefined || sameJson(before.connections[connection], spec.connections[connection]))
  );
}

async function sharesWrites(
  deployments: Deployments,
  name: string,
  shares: SharesByNode,
): Promise<readonly StoreWrite[]> {
  const gone = Object.keys(await deployments.shares(name)).filter((node) => !(node in shares));
  return [
    ...gone.map((node) => ({ remove: KEYS.shares(name, node) })),
    ...Object.entries(shares).map(([node, list]) => ({
      put: KEYS.shares(name, node),
      value: stored({ version: 1, shares: list }),
    })),
  ];
}

function refuseStale(name: string, present: DeploymentRecord | undefined, base: number | undefined): void {
  const revision = present?.revision ?? 0;
  if (base === undefined || base === revision) return;
  throw CLUSTER_ERRORS.error('revision_stale', {
    message: `${name} is at revision ${revision}, your change was made against revision ${base}`,
    hint: 'Look at what was deployed since, then deploy again.',
  });
}

/** A pipeline in the foreground of one process is that process's alone. */
export function refuseOwned(
  options: Pick<AcceptOptions, 'member' | 'foreground'>,
  name: string,
  present: DeploymentRecord | undefined,
  claim: ClaimRecord | undefined,
): void {
  if (claim === undefined || claim.member === options.member) return;
  if (!options.foreground && present?.foreground !== true) return;
  throw CLUSTER_ERRORS.error('pipeline_owned', {
    message: `${name} is run by the member ${claim.member} (pid ${claim.pid} on ${claim.host}) on the same data folder`,
    hint: 'Stop it there, or give another folder with --data.',
  });
}
