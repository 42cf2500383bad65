import { GantryError } from '@gantry/sdk';
import type { DeploymentDto, PositionDto, TaskDto } from '../contract.ts';
import type { Member, MemberEvent } from '../../cluster/types.ts';

/** A member that keeps deployments in memory and runs nothing: for tests of what stands before it. */
export interface MemoryMember extends Member {
  emit(event: MemberEvent): void;
  readonly listeners: number;
  readonly secrets: ReadonlyMap<string, string>;
}

/** Throws the cluster's codes, as the real one does. */
export function createMemoryMember(): MemoryMember {
  const deployments = new Map<string, DeploymentDto>();
  const positions = new Map<string, readonly PositionDto[]>();
  const secrets = new Map<string, string>();
  const listeners = new Set<(event: MemberEvent) => void>();
  const emit = (event: MemberEvent): void => {
    for (const listener of listeners) listener(event);
  };

  const find = (name: string): DeploymentDto => {
    const found = deployments.get(name);
    if (found) return found;
    throw new GantryError({
      code: 'cluster.deployment_unknown',
      message: `there is no deployment ${name}`,
      hint: 'See gantry list.',
    });
  };
  const change = (name: string, edit: Partial<DeploymentDto>): DeploymentDto => {
    const next = { ...find(name), ...edit };
    deployments.set(name, next);
    emit({ type: 'deployment', data: next });
    return next;
  };
  const requireStopped = (name: string): void => {
    if (find(name).desired !== 'stopped')
      throw new GantryError({ code: 'cluster.not_stopped', message: `${name} is running`, hint: 'Stop it first.' });
  };

  return {
    id: 'memory',
    emit,
    get listeners() {
      return listeners.size;
    },
    secrets,
    cluster: async () => ({ name: 'memory', version: '0.0.0', members: 1, dataDir: '/data' }),
    members: async () => [
      { id: 'memory', version: '0.0.0', host: 'here', pid: 1, startedAtMs: 0, tasks: 0, rssBytes: 1 },
    ],
    catalog: async () => ({ components: [] }),
    async deploy(text, options = {}) {
      const name = /^name: (.+)$/m.exec(text)?.[1];
      if (name === undefined) {
        const diagnostics = [{ code: 'spec.name_missing', severity: 'error', message: 'no name', path: '' }];
        throw Object.assign(
          new GantryError({ code: 'cluster.document_invalid', message: 'the document has an error: no name' }),
          { diagnostics },
        );
      }
      const revision = deployments.get(name)?.revision ?? 0;
      if (options.baseRevision !== undefined && options.baseRevision !== revision) {
        throw new GantryError({ code: 'cluster.revision_stale', message: `${name} is at revision ${revision}` });
      }
      const deployment: DeploymentDto = {
        name,
        revision: revision + 1,
        hash: 'hash',
        text,
        deployedAtMs: 1,
        desired: 'running',
        state: 'running',
        connectors: [{ node: 'in', kind: 'source', type: 'files', state: 'running' }],
        tasks: [taskOf(name)],
      };
      deployments.set(name, deployment);
      positions.set(name, [{ node: 'in', key: 'all', position: { line: 7 }, updatedAtMs: 1 }]);
      emit({ type: 'deployment', data: deployment });
      return deployment;
    },
    deployments: async () => [...deployments.values()],
    deployment: async (name) => find(name),
    pause: async (name) => change(name, { desired: 'paused', state: 'paused' }),
    resume: async (name) => change(name, { desired: 'running', state: 'running' }),
    stop: async (name) => change(name, { desired: 'stopped', state: 'stopped' }),
    restart: async (name) => change(name, { desired: 'running', state: 'starting' }),
    async remove(name) {
      find(name);
      deployments.delete(name);
      emit({ type: 'deploymentDeleted', data: { name } });
    },
    async positions(name) {
      find(name);
      return positions.get(name) ?? [];
    },
    async setPositions(name, edits) {
      requireStopped(name);
      positions.set(
        name,
        edits.map((edit) => ({ ...edit, updatedAtMs: 2 })),
      );
      return positions.get(name) ?? [];
    },
    async resetPositions(name) {
      requireStopped(name);
      positions.delete(name);
      return [];
    },
    async samples(name) {
      find(name);
      return {
        records: [
          {
            atMs: 1,
            op: 'read',
            key: null,
            before: null,
            after: { a: 1 },
            source: { connector: 'files' },
            timestampMs: 1,
          },
        ],
        seen: 1,
      };
    },
    tasks: async () => [...deployments.values()].flatMap((deployment) => deployment.tasks),
    check: async () => ({ steps: [{ name: 'open', status: 'passed' }] }),
    choices: async () => ({ choices: [{ value: 'a' }] }),
    preview: async () => ({ records: [], failures: [{ code: 'files.line_malformed', message: 'a.csv:3 is not CSV' }] }),
    secretNames: async () => [...secrets.keys()],
    async setSecret(name, value) {
      secrets.set(name, value);
    },
    async removeSecret(name) {
      secrets.delete(name);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => undefined,
  };
}

function taskOf(pipeline: string): TaskDto {
  return {
    id: `${pipeline}/in/all`,
    pipeline,
    node: 'in',
    key: 'all',
    kind: 'source',
    state: 'running',
    member: 'memory',
    attempt: 1,
    figures: {
      recordsIn: 10,
      recordsOut: 9,
      bytesIn: 100,
      bytesOut: 90,
      recordsPerSecond: 1,
      bytesPerSecond: 10,
      lag: 3000,
      lagUnit: 'bytes',
      latency: { p50: 1, p95: 2, p99: 3, max: 4 },
      errors: 1,
      skipped: 1,
      deadLettered: 0,
      lastError: { code: 'files.line_malformed', message: 'bad', atMs: 5 },
    },
  };
}
