import type { CheckStep, Choice } from '@gantry/sdk';
import type { StoreApi } from 'zustand/vanilla';
import { ROUTES } from '../../runtime/api/contract.ts';
import type {
  CatalogDto,
  ClusterDto,
  ComponentCallDto,
  DeploymentDto,
  MemberDto,
  PipelineDto,
  PipelineSummaryDto,
  PreviewDto,
  SamplesDto,
  TemplateDto,
} from '../../runtime/api/contract.ts';
import { apiErrorOf, unreachable } from './apiError.ts';
import { createEventStream } from './eventStream.ts';
import type { EventStream } from './eventStream.ts';
import { createFiguresStore } from './figuresStore.ts';
import type { FiguresState } from './figuresStore.ts';
import { createLogStore } from './logStore.ts';
import type { LogLine } from './logStore.ts';
import type { Transport, TransportRequest } from './transport.ts';

/** Which records to show: those that passed an edge, or those a sink shows. */
export type SampleTarget = { readonly edge: string } | { readonly node: string };

/** A member, as the designer sees it. Every method rejects with ApiError. */
export interface RuntimeClient {
  readonly events: EventStream;
  readonly figures: StoreApi<FiguresState>;
  readonly log: StoreApi<readonly LogLine[]>;
  cluster(): Promise<ClusterDto>;
  members(): Promise<readonly MemberDto[]>;
  catalog(): Promise<CatalogDto>;
  templates(): Promise<readonly TemplateDto[]>;
  pipelines(): Promise<readonly PipelineSummaryDto[]>;
  pipeline(name: string): Promise<PipelineDto>;
  savePipeline(name: string, text: string, etag?: string): Promise<PipelineDto>;
  deletePipeline(name: string): Promise<void>;
  deployments(): Promise<readonly DeploymentDto[]>;
  deployment(name: string): Promise<DeploymentDto>;
  deploy(name: string, text: string, baseRevision?: number): Promise<DeploymentDto>;
  undeploy(name: string, positions: 'keep' | 'forget'): Promise<void>;
  control(name: string, action: 'pause' | 'resume' | 'stop'): Promise<DeploymentDto>;
  restart(name: string, scope: 'all' | 'failed', task?: string): Promise<DeploymentDto>;
  /** Forgets where a node was. Refused with `cluster.not_stopped` while anything of the pipeline still runs. */
  resetPositions(name: string, node: string): Promise<void>;
  samples(name: string, target: SampleTarget, signal?: AbortSignal): Promise<SamplesDto>;
  check(call: ComponentCallDto, signal?: AbortSignal): Promise<readonly CheckStep[]>;
  choices(
    call: ComponentCallDto & { readonly field: string; readonly typed: string },
    signal?: AbortSignal,
  ): Promise<readonly Choice[]>;
  preview(call: ComponentCallDto & { readonly limit: number }, signal?: AbortSignal): Promise<PreviewDto>;
  secretNames(): Promise<readonly string[]>;
  putSecret(name: string, value: string): Promise<void>;
  dispose(): void;
}

/** The one client, over whichever way leads to a member. */
export function createRuntimeClient(transport: Transport): RuntimeClient {
  const events = createEventStream({ transport });

  async function call<T>(request: TransportRequest): Promise<T> {
    const response = await transport.send(request).catch((caught: unknown) => {
      throw request.signal?.aborted === true ? caught : unreachable(caught);
    });
    if (response.status === 401) events.connection.setState({ status: 'unauthorised' }, true);
    if (response.status < 200 || response.status >= 300) throw apiErrorOf(response.status, response.text);
    return (response.text === '' ? undefined : JSON.parse(response.text)) as T;
  }
  const get = <T>(path: string, signal?: AbortSignal): Promise<T> =>
    call<T>({ method: 'GET', path, ...withSignal(signal) });
  const post = <T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> =>
    call<T>({ method: 'POST', path, body, ...withSignal(signal) });

  return {
    events,
    figures: createFiguresStore(events),
    log: createLogStore(events),
    cluster: () => get(ROUTES.cluster),
    members: () => get(ROUTES.members),
    catalog: () => get(ROUTES.catalog),
    templates: () => get(ROUTES.templates),
    pipelines: () => get(ROUTES.pipelines),
    pipeline: (name) => get(at(ROUTES.pipeline, name)),
    savePipeline: (name, text, etag) =>
      call({ method: 'PUT', path: at(ROUTES.pipeline, name), body: { text, ...(etag === undefined ? {} : { etag }) } }),
    deletePipeline: (name) => call({ method: 'DELETE', path: at(ROUTES.pipeline, name) }),
    deployments: () => get(ROUTES.deployments),
    deployment: (name) => get(at(ROUTES.deployment, name)),
    deploy: (name, text, baseRevision) =>
      call({
        method: 'PUT',
        path: at(ROUTES.deployment, name),
        body: { text, ...(baseRevision === undefined ? {} : { baseRevision }) },
      }),
    undeploy: (name, positions) =>
      call({ method: 'DELETE', path: `${at(ROUTES.deployment, name)}?positions=${positions}` }),
    control: (name, action) => post(at(ROUTES[action], name), {}),
    restart: (name, scope, task) => post(at(ROUTES.restart, name), { scope, ...(task === undefined ? {} : { task }) }),
    resetPositions: async (name, node) => {
      await call({
        method: 'DELETE',
        path: `${at(ROUTES.positions, name)}?${new URLSearchParams({ node }).toString()}`,
      });
    },
    samples: (name, target, signal) =>
      get(`${at(ROUTES.samples, name)}?${new URLSearchParams({ ...target }).toString()}`, signal),
    check: async (body, signal) => (await post<{ steps: readonly CheckStep[] }>(ROUTES.check, body, signal)).steps,
    choices: async (body, signal) => (await post<{ choices: readonly Choice[] }>(ROUTES.choices, body, signal)).choices,
    preview: (body, signal) => post(ROUTES.preview, body, signal),
    secretNames: async () => (await get<{ names: readonly string[] }>(ROUTES.secrets)).names,
    putSecret: (name, value) => call({ method: 'PUT', path: at(ROUTES.secret, name), body: { value } }),
    dispose: () => events.dispose(),
  };
}

function at(route: string, name: string): string {
  return route.replace(':name', encodeURIComponent(name));
}

function withSignal(signal: AbortSignal | undefined): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}
