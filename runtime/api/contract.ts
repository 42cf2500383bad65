/**
 * What members and their clients say to each other: routes, payloads and events. Pure types and tables, so that the renderer,
 * the desktop shell and the CLI share them. Not the server (index.ts) and not the client (renderer/client).
 */
import type { CheckStep, Choice, ErrorDto, Json, JsonObject } from '@gantry/sdk';
import type { Catalog, Diagnostic, RuntimeSpec } from '../compile/plan.ts';

/** Every route is below this. */
export const API_PREFIX = '/api/v1';

/**
 * The routes, by name. `:name` is a pipeline's name, `:task` a task's id, URL-encoded.
 *
 * | method and path | body | answer |
 * |---|---|---|
 * | GET /cluster | | ClusterDto |
 * | GET /members | | MemberDto[] |
 * | GET /catalog | | Catalog |
 * | POST /components/check | ComponentCallDto | { steps: CheckStep[] } |
 * | POST /components/choices | ComponentCallDto & { field, typed } | { choices: Choice[] } |
 * | POST /components/preview | ComponentCallDto & { limit } | { records: SampleRecordDto[], failures: ErrorDto[] } |
 * | POST /compile | { text } | CompileDto |
 * | GET /templates | | TemplateDto[] |
 * | GET /pipelines | | PipelineSummaryDto[] |
 * | GET /pipelines/:name | | PipelineDto |
 * | PUT /pipelines/:name | { text, etag? } (409 when the etag is stale) | PipelineDto |
 * | DELETE /pipelines/:name | | 204 |
 * | GET /deployments | | DeploymentDto[] |
 * | GET /deployments/:name | | DeploymentDto |
 * | PUT /deployments/:name | { text, baseRevision? } (409 when stale, 422 with diagnostics) | DeploymentDto |
 * | DELETE /deployments/:name?positions=keep\|forget | | 204 |
 * | POST /deployments/:name/pause, /resume, /stop | | DeploymentDto |
 * | POST /deployments/:name/restart | { scope: 'all' \| 'failed', task?: string } | DeploymentDto |
 * | GET /deployments/:name/positions | | PositionDto[] |
 * | PUT /deployments/:name/positions | { positions: PositionEditDto[] } (only while stopped) | PositionDto[] |
 * | DELETE /deployments/:name/positions?node= | (only while stopped) | PositionDto[] |
 * | GET /deployments/:name/samples?edge=from->to | | SamplesDto |
 * | GET /deployments/:name/samples?node=ID | what a sink shows | SamplesDto |
 * | GET /tasks | | TaskDto[] |
 * | GET /secrets | names only; a value is never given out | { names: string[] } |
 * | PUT /secrets/:name | { value } | 204 |
 * | DELETE /secrets/:name | | 204 |
 * | GET /events | server-sent events, `event:` the key of EventMap, `data:` its value | |
 * | GET /openapi.json | | |
 *
 * Errors are RFC 9457 problem documents: ProblemDto, content type application/problem+json.
 */
export const ROUTES = {
  cluster: '/cluster',
  members: '/members',
  catalog: '/catalog',
  check: '/components/check',
  choices: '/components/choices',
  preview: '/components/preview',
  compile: '/compile',
  templates: '/templates',
  pipelines: '/pipelines',
  pipeline: '/pipelines/:name',
  deployments: '/deployments',
  deployment: '/deployments/:name',
  pause: '/deployments/:name/pause',
  resume: '/deployments/:name/resume',
  stop: '/deployments/:name/stop',
  restart: '/deployments/:name/restart',
  positions: '/deployments/:name/positions',
  samples: '/deployments/:name/samples',
  tasks: '/tasks',
  secrets: '/secrets',
  secret: '/secrets/:name',
  events: '/events',
  openapi: '/openapi.json',
} as const;

export interface ProblemDto {
  /** `https://gantry.dev/problems/<code>` */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly hint?: string;
  readonly path?: string;
  readonly diagnostics?: readonly Diagnostic[];
}

export interface ClusterDto {
  readonly name: string;
  readonly version: string;
  readonly members: number;
  readonly workspace?: string;
  readonly dataDir: string;
}

export interface MemberDto {
  readonly id: string;
  readonly version: string;
  readonly host: string;
  readonly pid: number;
  readonly startedAtMs: number;
  readonly tasks: number;
  readonly rssBytes: number;
  readonly url?: string;
}

/** Names a component and the (possibly incomplete) configuration to call a capability with. */
export interface ComponentCallDto {
  readonly role: 'source' | 'sink' | 'connection';
  readonly type: string;
  readonly config: JsonObject;
  readonly connection?: JsonObject;
}

export interface CheckResultDto {
  readonly steps: readonly CheckStep[];
}
export interface ChoicesDto {
  readonly choices: readonly Choice[];
}
export interface PreviewDto {
  readonly records: readonly SampleRecordDto[];
  readonly failures: readonly ErrorDto[];
}

export interface CompileDto {
  readonly spec?: RuntimeSpec;
  readonly diagnostics: readonly Diagnostic[];
}

export interface TemplateDto {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** What it needs to run: "nothing", "a webhook client". */
  readonly needs: string;
  readonly text: string;
  readonly locales?: {
    readonly [locale: string]: { readonly title: string; readonly description: string; readonly needs: string };
  };
}

export interface PipelineSummaryDto {
  readonly name: string;
  readonly description?: string;
  readonly updatedAtMs: number;
  /** Whether what is deployed differs from this text in what it would run; undefined where nothing is deployed. */
  readonly changed?: boolean;
  readonly deployed?: DeploymentState;
}

/** The text a person is working on; what runs is the deployment's own text. */
export interface PipelineDto {
  readonly name: string;
  readonly text: string;
  /** Changes with every save. */
  readonly etag: string;
  readonly updatedAtMs: number;
}

/** What is wanted of a deployment by people. */
export type DesiredState = 'running' | 'paused' | 'stopped';

/** What a deployment, connector or task is doing: a connector's state is the worst of its tasks', a deployment's of its connectors'. */
export type DeploymentState =
  'starting' | 'running' | 'retrying' | 'paused' | 'stopping' | 'stopped' | 'ended' | 'failed';

export interface DeploymentDto {
  readonly name: string;
  readonly revision: number;
  readonly hash: string;
  readonly text: string;
  readonly deployedAtMs: number;
  readonly desired: DesiredState;
  readonly state: DeploymentState;
  readonly connectors: readonly ConnectorDto[];
  readonly tasks: readonly TaskDto[];
}

export interface ConnectorDto {
  /** The node. */
  readonly node: string;
  readonly kind: 'source' | 'sink' | 'relay';
  readonly type: string;
  readonly state: DeploymentState;
}

export interface TaskDto {
  /** `<pipeline>/<node>/<key>` */
  readonly id: string;
  readonly pipeline: string;
  readonly node: string;
  readonly key: string;
  readonly kind: 'source' | 'sink' | 'relay';
  readonly state: DeploymentState;
  readonly member: string;
  readonly attempt: number;
  /** When it tries again, while retrying. */
  readonly nextAttemptAtMs?: number;
  readonly error?: ErrorDto;
  readonly figures: TaskFigures;
}

/** What a lag is counted in: a source may know how many bytes or milliseconds it is behind, and not how many records. */
export type LagUnit = 'records' | 'bytes' | 'ms';

/** Counted since the task's first start in this member's life. */
export interface TaskFigures {
  readonly recordsIn: number;
  readonly recordsOut: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Over the last seconds. */
  readonly recordsPerSecond: number;
  readonly bytesPerSecond: number;
  /** Messages not read yet (sinks), or what the source says of itself. */
  readonly lag?: number;
  /** Records where left out. */
  readonly lagUnit?: LagUnit;
  /** From the record's own time to stored in the sink; from read to acknowledged for sources. Milliseconds. */
  readonly latency?: { readonly p50: number; readonly p95: number; readonly p99: number; readonly max: number };
  readonly errors: number;
  readonly skipped: number;
  readonly deadLettered: number;
  readonly lastError?: ErrorDto & { readonly atMs: number };
}

/** What passes one edge (`from->to`). */
export interface EdgeFigures {
  readonly records: number;
  readonly recordsPerSecond: number;
  /** Messages waiting behind it, for an edge out of a topic. */
  readonly lag?: number;
}

/** What the canvas shows of one pipeline: sent about every second while it runs. */
export interface PipelineFigures {
  readonly pipeline: string;
  readonly atMs: number;
  readonly state: DeploymentState;
  readonly nodes: { readonly [node: string]: NodeFigures };
  readonly edges: { readonly [edge: string]: EdgeFigures };
}

export interface NodeFigures {
  readonly state: DeploymentState;
  readonly records: number;
  readonly recordsPerSecond: number;
  readonly bytesPerSecond: number;
  readonly lag?: number;
  /** Records where left out. */
  readonly lagUnit?: LagUnit;
  readonly errors: number;
  readonly skipped: number;
  readonly deadLettered: number;
  readonly latencyP99Ms?: number;
  readonly lastError?: ErrorDto & { readonly atMs: number };
}

/** One position. A source's belongs to a task share, a sink's to a topic's queue. */
export interface PositionDto {
  readonly node: string;
  /** A source's share key; for sinks and relays `topic/queue`. */
  readonly key: string;
  /** A source's own JSON; for sinks and relays `{ "offset": n }`. */
  readonly position: JsonObject;
  readonly updatedAtMs: number;
}

export interface PositionEditDto {
  readonly node: string;
  readonly key: string;
  readonly position: JsonObject;
}

/** A record for human eyes: values as JSON (bytes as `base64:…`, 64-bit integers as text), cut to size, masked fields masked. */
export interface SampleRecordDto {
  readonly atMs: number;
  readonly op: string;
  readonly key: Json;
  readonly before: Json;
  readonly after: Json;
  readonly source: JsonObject;
  readonly timestampMs: number;
  readonly headers?: JsonObject;
  readonly cut?: boolean;
}

export interface SamplesDto {
  readonly records: readonly SampleRecordDto[];
  /** How many records passed in all, so that nobody takes the sample for the whole. */
  readonly seen: number;
}

/** Server-sent events. */
export interface EventMap {
  /** At the start, and whenever a deployment or task changes state. */
  readonly deployment: DeploymentDto;
  readonly deploymentDeleted: { readonly name: string };
  readonly figures: PipelineFigures;
  /** The workspace's text of a pipeline changed; an empty etag says that it is gone. Whoever saved it knows the etag. */
  readonly pipelineChanged: { readonly name: string; readonly etag: string };
  /** This reader was too slow: so many figures and log lines were left out. States never are. */
  readonly dropped: { readonly figures: number; readonly logs: number };
  readonly log: {
    readonly atMs: number;
    readonly level: 'info' | 'warn' | 'error';
    readonly pipeline?: string;
    readonly node?: string;
    readonly message: string;
    readonly error?: ErrorDto;
  };
}

/** The catalog as the API gives it: first-party and marketplace plugins alike. */
export type CatalogDto = Catalog;
