import { Type } from '@sinclair/typebox';
import type { ErrorDto } from '@gantry/sdk';
import type {
  ClusterDto,
  ComponentCallDto,
  ConnectorDto,
  DeploymentDto,
  DeploymentState,
  DesiredState,
  MemberDto,
  PipelineDto,
  PipelineSummaryDto,
  PositionDto,
  PositionEditDto,
  TaskDto,
  TaskFigures,
  TemplateDto,
} from '../contract.ts';
import { jsonObject, listOf, mapOf, oneOf, ref, schemaOf } from './define.ts';

const STATES = [
  'starting',
  'running',
  'retrying',
  'paused',
  'stopping',
  'stopped',
  'ended',
  'failed',
] as const satisfies readonly DeploymentState[];
const DESIRED = ['running', 'paused', 'stopped'] as const satisfies readonly DesiredState[];
const LAG_UNITS = ['records', 'bytes', 'ms'] as const;
const CONNECTOR_KINDS = ['source', 'sink', 'relay'] as const;

const clusterSchema = schemaOf<ClusterDto>()(
  'ClusterDto',
  Type.Object({
    name: Type.String(),
    version: Type.String(),
    members: Type.Integer(),
    workspace: Type.Optional(Type.String()),
    dataDir: Type.String(),
  }),
);

const memberSchema = schemaOf<MemberDto>()(
  'MemberDto',
  Type.Object({
    id: Type.String(),
    version: Type.String(),
    host: Type.String(),
    pid: Type.Integer(),
    startedAtMs: Type.Number(),
    tasks: Type.Integer(),
    rssBytes: Type.Number(),
    url: Type.Optional(Type.String()),
  }),
);

const componentCallSchema = schemaOf<ComponentCallDto>()(
  'ComponentCallDto',
  Type.Object({
    role: oneOf(['source', 'sink', 'connection']),
    type: Type.String(),
    config: jsonObject,
    connection: Type.Optional(jsonObject),
  }),
);

const templateSchema = schemaOf<TemplateDto>()(
  'TemplateDto',
  Type.Object({
    id: Type.String(),
    title: Type.String(),
    description: Type.String(),
    needs: Type.String(),
    text: Type.String(),
    locales: Type.Optional(
      mapOf<{ title: string; description: string; needs: string }>(
        Type.Object({ title: Type.String(), description: Type.String(), needs: Type.String() }),
      ),
    ),
  }),
);

const pipelineSummarySchema = schemaOf<PipelineSummaryDto>()(
  'PipelineSummaryDto',
  Type.Object({
    name: Type.String(),
    description: Type.Optional(Type.String()),
    updatedAtMs: Type.Number(),
    changed: Type.Optional(Type.Boolean()),
    deployed: Type.Optional(oneOf(STATES)),
  }),
);

const pipelineSchema = schemaOf<PipelineDto>()(
  'PipelineDto',
  Type.Object({
    name: Type.String(),
    text: Type.String(),
    etag: Type.String(),
    updatedAtMs: Type.Number(),
  }),
);

const latency = Type.Object({ p50: Type.Number(), p95: Type.Number(), p99: Type.Number(), max: Type.Number() });

const lastError = Type.Object({
  code: Type.String(),
  message: Type.String(),
  hint: Type.Optional(Type.String()),
  path: Type.Optional(Type.String()),
  retryable: Type.Optional(Type.Boolean()),
  retryAfterMs: Type.Optional(Type.Number()),
  cause: Type.Optional(ref<ErrorDto>('ErrorDto')),
  atMs: Type.Number(),
});

const taskFiguresSchema = schemaOf<TaskFigures>()(
  'TaskFigures',
  Type.Object({
    recordsIn: Type.Number(),
    recordsOut: Type.Number(),
    bytesIn: Type.Number(),
    bytesOut: Type.Number(),
    recordsPerSecond: Type.Number(),
    bytesPerSecond: Type.Number(),
    lag: Type.Optional(Type.Number()),
    lagUnit: Type.Optional(oneOf(LAG_UNITS)),
    latency: Type.Optional(latency),
    errors: Type.Number(),
    skipped: Type.Number(),
    deadLettered: Type.Number(),
    lastError: Type.Optional(lastError),
  }),
);

const taskSchema = schemaOf<TaskDto>()(
  'TaskDto',
  Type.Object({
    id: Type.String(),
    pipeline: Type.String(),
    node: Type.String(),
    key: Type.String(),
    kind: oneOf(CONNECTOR_KINDS),
    state: oneOf(STATES),
    member: Type.String(),
    attempt: Type.Integer(),
    nextAttemptAtMs: Type.Optional(Type.Number()),
    error: Type.Optional(ref<ErrorDto>('ErrorDto')),
    figures: ref<TaskFigures>('TaskFigures'),
  }),
);

const connectorSchema = schemaOf<ConnectorDto>()(
  'ConnectorDto',
  Type.Object({
    node: Type.String(),
    kind: oneOf(CONNECTOR_KINDS),
    type: Type.String(),
    state: oneOf(STATES),
  }),
);

const deploymentSchema = schemaOf<DeploymentDto>()(
  'DeploymentDto',
  Type.Object({
    name: Type.String(),
    revision: Type.Integer(),
    hash: Type.String(),
    text: Type.String(),
    deployedAtMs: Type.Number(),
    desired: oneOf(DESIRED),
    state: oneOf(STATES),
    connectors: listOf<ConnectorDto>('ConnectorDto'),
    tasks: listOf<TaskDto>('TaskDto'),
  }),
);

const positionSchema = schemaOf<PositionDto>()(
  'PositionDto',
  Type.Object({
    node: Type.String(),
    key: Type.String(),
    position: jsonObject,
    updatedAtMs: Type.Number(),
  }),
);

const positionEditSchema = schemaOf<PositionEditDto>()(
  'PositionEditDto',
  Type.Object(
    {
      node: Type.String({ minLength: 1 }),
      key: Type.String({ minLength: 1 }),
      position: jsonObject,
    },
    { additionalProperties: false },
  ),
);

export const DEPLOYMENT_SCHEMAS = [
  clusterSchema,
  memberSchema,
  componentCallSchema,
  templateSchema,
  pipelineSummarySchema,
  pipelineSchema,
  taskFiguresSchema,
  taskSchema,
  connectorSchema,
  deploymentSchema,
  positionSchema,
  positionEditSchema,
];
