import type { Json, JsonObject, Position, TaskShare } from '@gantry/sdk';
import type { DesiredState, TaskDto } from '../api/contract.ts';
import type { RuntimeSpec } from '../compile/plan.ts';

/*
 * What the cluster keeps in its store: the keys and the forms. Every form carries a `version`; a reader meets only versions up
 * to its own, because a store with newer ones has a newer format. Names are encoded, so that a `/` in one makes no new part.
 *
 * | key | form | |
 * |---|---|---|
 * | members/ID | MemberRecord | under the member's lease |
 * | deployments/NAME | DeploymentRecord | what is deployed and wanted |
 * | revisions/NAME/N | RevisionRecord | every accepted text, with what compile made of it |
 * | shares/NAME/NODE | SharesRecord | how a source split its work |
 * | claims/NAME | ClaimRecord | which member runs the pipeline; under its lease |
 * | owners/NAME/NODE/TASK | OwnerRecord | under the owner's lease; its revision is the task's epoch (P4) |
 * | statuses/NAME/NODE/TASK | StatusRecord | what the task is doing, for other members; under the owner's lease |
 * | positions/NAME/NODE/SHARE | PositionRecord | where a source is |
 * | offsets/NAME/NODE/TOPIC/QUEUE | OffsetRecord | what a sink or relay reads next |
 * | sink-states/NAME/NODE/TASK | SinkStateRecord | what a sink's last flush returned |
 */
export const KEYS = {
  members: 'members/',
  member: (id: string): string => `members/${part(id)}`,
  deployments: 'deployments/',
  deployment: (name: string): string => `deployments/${part(name)}`,
  revisions: (name: string): string => `revisions/${part(name)}/`,
  /** Padded, so that they list in order. */
  revision: (name: string, revision: number): string => `revisions/${part(name)}/${String(revision).padStart(8, '0')}`,
  allShares: (name: string): string => `shares/${part(name)}/`,
  shares: (name: string, node: string): string => `shares/${part(name)}/${part(node)}`,
  claims: 'claims/',
  claim: (name: string): string => `claims/${part(name)}`,
  allOwners: 'owners/',
  owners: (name: string): string => `owners/${part(name)}/`,
  owner: (task: TaskRef): string => `owners/${taskParts(task)}`,
  allStatuses: 'statuses/',
  statuses: (name: string): string => `statuses/${part(name)}/`,
  status: (task: TaskRef): string => `statuses/${taskParts(task)}`,
  positions: (name: string, node?: string): string => below('positions', name, node),
  position: (task: TaskRef): string => `positions/${taskParts(task)}`,
  offsets: (name: string, node?: string): string => below('offsets', name, node),
  offset: (name: string, node: string, topic: string, queue: number): string =>
    `offsets/${part(name)}/${part(node)}/${part(topic)}/${queue}`,
  sinkStates: (name: string, node?: string): string => below('sink-states', name, node),
  sinkState: (task: TaskRef): string => `sink-states/${taskParts(task)}`,
} as const;

/** Which task. */
export interface TaskRef {
  readonly pipeline: string;
  readonly node: string;
  readonly key: string;
}

export interface MemberRecord {
  readonly version: 1;
  readonly id: string;
  readonly software: string;
  readonly host: string;
  readonly pid: number;
  readonly startedAtMs: number;
  /** At its last heartbeat. */
  readonly rssBytes: number;
  readonly url?: string;
}

export interface DeploymentRecord {
  readonly version: 1;
  readonly name: string;
  readonly revision: number;
  readonly hash: string;
  readonly deployedAtMs: number;
  readonly desired: DesiredState;
  /** Everything it had to do is done: nothing is run until a person asks again. */
  readonly endedAtMs?: number;
  /** Run by `gantry run` in the foreground: no other member takes it up. */
  readonly foreground?: boolean;
  /** The last restart that was asked for; its number grows. */
  readonly restart?: RestartRequest;
}

export interface RestartRequest {
  readonly number: number;
  readonly scope: 'all' | 'failed';
  readonly task?: string;
}

export interface RevisionRecord {
  readonly version: 1;
  readonly revision: number;
  readonly hash: string;
  readonly deployedAtMs: number;
  readonly text: string;
  readonly spec: RuntimeSpec;
}

export interface SharesRecord {
  readonly version: 1;
  readonly shares: readonly TaskShare[];
}

export interface ClaimRecord {
  readonly version: 1;
  readonly member: string;
  readonly host: string;
  readonly pid: number;
}

export interface OwnerRecord {
  readonly version: 1;
  readonly member: string;
}

export interface StatusRecord {
  readonly version: 1;
  readonly task: TaskDto;
}

export interface PositionRecord {
  readonly version: 1;
  readonly position: Position | null;
  readonly ended: boolean;
  readonly updatedAtMs: number;
}

export interface OffsetRecord {
  readonly version: 1;
  readonly topic: string;
  readonly queue: number;
  /** Of the next message to read. */
  readonly offset: number;
  readonly updatedAtMs: number;
}

export interface SinkStateRecord {
  readonly version: 1;
  readonly state: Json;
}

/** A form as the store takes it: all of them are plain JSON. */
export function stored(
  record:
    | MemberRecord
    | DeploymentRecord
    | RevisionRecord
    | SharesRecord
    | ClaimRecord
    | OwnerRecord
    | StatusRecord
    | PositionRecord
    | OffsetRecord
    | SinkStateRecord,
): JsonObject {
  return record as unknown as JsonObject;
}

/** A value of the store as the form that its key says it has. */
export function asRecord<T>(value: Json): T {
  return value as unknown as T;
}

/** The names in a key, decoded, without the first part that says what it is. */
export function namesIn(key: string): readonly string[] {
  return key.split('/').slice(1).map(decodeURIComponent);
}

function below(kind: string, name: string, node?: string): string {
  return node === undefined ? `${kind}/${part(name)}/` : `${kind}/${part(name)}/${part(node)}/`;
}

function taskParts(task: TaskRef): string {
  return `${part(task.pipeline)}/${part(task.node)}/${part(task.key)}`;
}

function part(name: string): string {
  return encodeURIComponent(name);
}
