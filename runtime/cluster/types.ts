import type { Catalog } from '../compile/plan.ts';
import type {
  CheckResultDto,
  ChoicesDto,
  ClusterDto,
  ComponentCallDto,
  DeploymentDto,
  EventMap,
  MemberDto,
  PositionDto,
  PositionEditDto,
  PreviewDto,
  SamplesDto,
  TaskDto,
} from '../api/contract.ts';

/** An event as members tell it. */
export type MemberEvent = {
  readonly [K in keyof EventMap]: { readonly type: K; readonly data: EventMap[K] };
}[keyof EventMap];

/**
 * One member of a cluster, seen from the surfaces (API, CLI, desktop shell): all they can ask for. Every method throws coded
 * errors (`cluster.deployment_unknown`, `cluster.revision_stale`, `cluster.not_stopped` …).
 */
export interface Member {
  readonly id: string;
  cluster(): Promise<ClusterDto>;
  members(): Promise<readonly MemberDto[]>;
  catalog(): Promise<Catalog>;

  /** Compiles and accepts; throws `cluster.document_invalid` with diagnostics, or takes effect as a whole. */
  deploy(text: string, options?: { readonly baseRevision?: number }): Promise<DeploymentDto>;
  deployments(): Promise<readonly DeploymentDto[]>;
  deployment(name: string): Promise<DeploymentDto>;
  pause(name: string): Promise<DeploymentDto>;
  resume(name: string): Promise<DeploymentDto>;
  /** Keeps positions, lets members go. */
  stop(name: string): Promise<DeploymentDto>;
  restart(name: string, what: { readonly scope: 'all' | 'failed'; readonly task?: string }): Promise<DeploymentDto>;
  /** `topics: 'forget'` deletes also its named topics that no other deployment uses; they are kept where left out. */
  remove(
    name: string,
    options: { readonly positions: 'keep' | 'forget'; readonly topics?: 'keep' | 'forget' },
  ): Promise<void>;

  positions(name: string): Promise<readonly PositionDto[]>;
  setPositions(name: string, edits: readonly PositionEditDto[]): Promise<readonly PositionDto[]>;
  resetPositions(name: string, node?: string): Promise<readonly PositionDto[]>;

  samples(name: string, of: { readonly edge: string } | { readonly node: string }): Promise<SamplesDto>;
  tasks(): Promise<readonly TaskDto[]>;

  check(call: ComponentCallDto, signal: AbortSignal): Promise<CheckResultDto>;
  choices(
    call: ComponentCallDto & { readonly field: string; readonly typed: string },
    signal: AbortSignal,
  ): Promise<ChoicesDto>;
  preview(call: ComponentCallDto & { readonly limit: number }, signal: AbortSignal): Promise<PreviewDto>;

  secretNames(): Promise<readonly string[]>;
  setSecret(name: string, value: string): Promise<void>;
  removeSecret(name: string): Promise<void>;

  /** Hears all events from now on; returns the way to stop that. */
  subscribe(listener: (event: MemberEvent) => void): () => void;
  /** Drains every task and lets the data folder go. */
  close(): Promise<void>;
}
