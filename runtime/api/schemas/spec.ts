import { Type } from '@sinclair/typebox';
import type {
  Catalog,
  ComponentDescriptor,
  ComponentPlan,
  ConnectorPlan,
  Diagnostic,
  ErrorPlan,
  InputPlan,
  RuntimeSpec,
  Step,
  TopicPlan,
} from '../../compile/plan.ts';
import type { CompileDto } from '../contract.ts';
import { jsonObject, listOf, mapOf, oneOf, ref, schemaOf } from './define.ts';

const COMPONENT_ROLES = ['source', 'sink', 'transform', 'converter', 'bus', 'connection'] as const;

const componentDescriptorSchema = schemaOf<ComponentDescriptor>()(
  'ComponentDescriptor',
  Type.Object({
    role: oneOf(COMPONENT_ROLES),
    type: Type.String(),
    title: Type.String(),
    description: Type.String(),
    icon: Type.Optional(Type.String()),
    keywords: Type.Optional(Type.Array(Type.String())),
    configSchema: jsonObject,
    connection: Type.Optional(Type.Object({ type: Type.String(), optional: Type.Optional(Type.Boolean()) })),
    plugin: Type.Object({ name: Type.String(), version: Type.String() }),
    capabilities: Type.Array(oneOf(['check', 'choices', 'schema', 'preview'])),
    parallel: Type.Optional(Type.Boolean()),
    exactlyOnce: Type.Optional(Type.Boolean()),
    locales: Type.Optional(mapOf<{ readonly [english: string]: string }>(mapOf<string>(Type.String()))),
  }),
);

const catalogSchema = schemaOf<Catalog>()(
  'Catalog',
  Type.Object({
    components: listOf<ComponentDescriptor>('ComponentDescriptor'),
    secretNames: Type.Optional(Type.Array(Type.String())),
  }),
);

const errorPlanSchema = schemaOf<ErrorPlan>()(
  'ErrorPlan',
  Type.Object({
    policy: oneOf(['stop', 'skip', 'dead-letter']),
    retries: Type.Number(),
    backoffMs: Type.Number(),
    maxBackoffMs: Type.Number(),
    topic: Type.String(),
  }),
);

const componentPlanSchema = schemaOf<ComponentPlan>()(
  'ComponentPlan',
  Type.Object({ type: Type.String(), config: jsonObject }),
);

const topicPlanSchema = schemaOf<TopicPlan>()(
  'TopicPlan',
  Type.Object({
    name: Type.String(),
    node: Type.Optional(Type.String()),
    queues: Type.Integer(),
    implied: Type.Boolean(),
    retention: Type.Object({
      ageMs: Type.Optional(Type.Number()),
      bytes: Type.Optional(Type.Number()),
      whenReleased: Type.Optional(Type.Boolean()),
    }),
  }),
);

const stepSchema = schemaOf<Step>()(
  'Step',
  Type.Union([
    Type.Object({
      kind: Type.Literal('transform'),
      node: Type.String(),
      edge: Type.String(),
      type: Type.String(),
      config: jsonObject,
      errors: ref<ErrorPlan>('ErrorPlan'),
      next: listOf<Step>('Step'),
    }),
    Type.Object({
      kind: Type.Literal('produce'),
      node: Type.String(),
      edge: Type.String(),
      topic: Type.String(),
      routedTopics: Type.Array(Type.String()),
      converter: ref<ComponentPlan>('ComponentPlan'),
      errors: ref<ErrorPlan>('ErrorPlan'),
    }),
    Type.Object({ kind: Type.Literal('write'), node: Type.String(), edge: Type.String() }),
  ]),
);

const inputPlanSchema = schemaOf<InputPlan>()(
  'InputPlan',
  Type.Object({
    topic: Type.String(),
    node: Type.String(),
    routedTopics: Type.Array(Type.String()),
    converter: ref<ComponentPlan>('ComponentPlan'),
    steps: listOf<Step>('Step'),
  }),
);

const connectorPlanSchema = schemaOf<ConnectorPlan>()(
  'ConnectorPlan',
  Type.Union([
    Type.Object({
      kind: Type.Literal('source'),
      node: Type.String(),
      type: Type.String(),
      config: jsonObject,
      connection: Type.Optional(Type.String()),
      maxTasks: Type.Integer(),
      ratePerSecond: Type.Optional(Type.Number()),
      errors: ref<ErrorPlan>('ErrorPlan'),
      steps: listOf<Step>('Step'),
    }),
    Type.Object({
      kind: Type.Literal('sink'),
      node: Type.String(),
      type: Type.String(),
      config: jsonObject,
      connection: Type.Optional(Type.String()),
      tasks: Type.Integer(),
      ratePerSecond: Type.Optional(Type.Number()),
      start: oneOf(['earliest', 'latest']),
      errors: ref<ErrorPlan>('ErrorPlan'),
      inputs: listOf<InputPlan>('InputPlan'),
    }),
    Type.Object({
      kind: Type.Literal('relay'),
      node: Type.String(),
      tasks: Type.Integer(),
      errors: ref<ErrorPlan>('ErrorPlan'),
      inputs: listOf<InputPlan>('InputPlan'),
    }),
  ]),
);

const runtimeSpecSchema = schemaOf<RuntimeSpec>()(
  'RuntimeSpec',
  Type.Object({
    version: Type.Literal(1),
    pipeline: Type.String(),
    hash: Type.String(),
    delivery: oneOf(['at-least-once', 'exactly-once']),
    bus: Type.Object({ type: Type.String(), connection: Type.Optional(Type.String()) }),
    connections: mapOf<ComponentPlan>(ref<ComponentPlan>('ComponentPlan')),
    topics: listOf<TopicPlan>('TopicPlan'),
    connectors: listOf<ConnectorPlan>('ConnectorPlan'),
    maskedFields: Type.Array(Type.String()),
  }),
);

const compileSchema = schemaOf<CompileDto>()(
  'CompileDto',
  Type.Object({
    spec: Type.Optional(ref<RuntimeSpec>('RuntimeSpec')),
    diagnostics: listOf<Diagnostic>('Diagnostic'),
  }),
);

export const SPEC_SCHEMAS = [
  componentDescriptorSchema,
  catalogSchema,
  errorPlanSchema,
  componentPlanSchema,
  topicPlanSchema,
  stepSchema,
  inputPlanSchema,
  connectorPlanSchema,
  runtimeSpecSchema,
  compileSchema,
];
