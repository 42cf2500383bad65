import { join } from 'node:path';
import { GantryError, toGantryError } from '@gantry/sdk';
import type {
  BusDefinition,
  Clock,
  ComponentContext,
  ConnectionDefinition,
  Converter,
  ConverterDefinition,
  Json,
  JsonObject,
  Log,
  Plugin,
  SinkDefinition,
  SourceDefinition,
  TSchema,
  TaskContext,
  Transform,
  TransformDefinition,
} from '@gantry/sdk';
import type { ComponentPlan } from '../compile/plan.ts';
import { TASK_ERRORS } from './errors.ts';
import { holdsReferences, resolveReferences } from './references.ts';
import type { ReferenceLookups } from './references.ts';
import type { SampleBook } from './samples.ts';
import type { PluginModule, TaskAssignment } from './types.ts';

/** The roles a task makes components of, and where a plugin lists them. */
interface Definitions {
  readonly source: SourceDefinition;
  readonly sink: SinkDefinition;
  readonly transform: TransformDefinition;
  readonly converter: ConverterDefinition;
  readonly bus: BusDefinition;
  readonly connection: ConnectionDefinition;
}
type Role = keyof Definitions;
type Definition<R extends Role> = Definitions[R];

const LISTS = {
  source: 'sources',
  sink: 'sinks',
  transform: 'transforms',
  converter: 'converters',
  bus: 'buses',
  connection: 'connections',
} as const;

/** What making components needs. */
export interface ComponentsOptions {
  readonly assignment: TaskAssignment;
  readonly modules: readonly PluginModule[];
  readonly lookups: ReferenceLookups;
  readonly dataDir: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly samples: SampleBook;
}

/** What the loops ask for. */
export type ComponentMaker = Pick<Components, 'source' | 'sink' | 'transform' | 'converter'>;

/** Makes the components of one task: imports just the plugins it needs, resolves references, hands out contexts. */
export class Components {
  private readonly options: ComponentsOptions;

  constructor(options: ComponentsOptions) {
    this.options = options;
  }

  async source(
    plan: ComponentPlan & { readonly node: string; readonly connection?: string },
  ): Promise<{ definition: SourceDefinition; context: TaskContext<unknown> }> {
    const definition = await this.definition('source', plan.type);
    return { definition, context: await this.taskContext(definition, plan) };
  }

  async sink(
    plan: ComponentPlan & { readonly node: string; readonly connection?: string },
  ): Promise<{ definition: SinkDefinition; context: TaskContext<unknown> }> {
    const definition = await this.definition('sink', plan.type);
    return { definition, context: await this.taskContext(definition, plan) };
  }

  async transform(plan: ComponentPlan, node: string): Promise<Transform> {
    const definition = await this.definition('transform', plan.type);
    return definition.createTransform(await this.context(definition, plan.config, node));
  }

  async converter(plan: ComponentPlan, node: string): Promise<Converter> {
    const definition = await this.definition('converter', plan.type);
    return definition.createConverter(await this.context(definition, plan.config, node));
  }

  /** The bus's definition, with the settings of the connection it goes by as its configuration. */
  async bus(
    type: string,
    connection: string | undefined,
  ): Promise<{ definition: BusDefinition; context: ComponentContext<unknown> }> {
    const definition = await this.definition('bus', type);
    const settings =
      connection === undefined ? {} : await this.connection(connection, this.options.assignment.connector.node);
    return { definition, context: this.bareContext(settings, settings, this.options.assignment.connector.node) };
  }

  private async taskContext(
    definition: SourceDefinition | SinkDefinition,
    plan: ComponentPlan & { readonly node: string; readonly connection?: string },
  ): Promise<TaskContext<unknown>> {
    const { assignment, dataDir, samples, clock } = this.options;
    return {
      ...(await this.context(definition, plan.config, plan.node, plan.connection)),
      input: assignment.input,
      index: assignment.index,
      count: assignment.count,
      dataDir: join(dataDir, 'tasks', encodeURIComponent(assignment.id)),
      epoch: assignment.epoch,
      show: (records) => samples.shown.keep(records, clock.now()),
    };
  }

  private async context(
    definition: Definition<Role>,
    config: JsonObject,
    node: string,
    connection?: string,
  ): Promise<ComponentContext<unknown>> {
    const resolved = holdsReferences(config)
      ? await this.resolve(definition.config, config, `nodes.${node}.config`)
      : config;
    return this.bareContext(
      resolved,
      connection === undefined ? undefined : await this.connection(connection, node),
      node,
    );
  }

  private bareContext(config: unknown, connection: unknown, node: string): ComponentContext<unknown> {
    const { assignment, log, clock } = this.options;
    return { pipeline: assignment.pipeline, node, config, connection, log, clock };
  }

  private async connection(name: string, node: string): Promise<JsonObject> {
    const connection = this.options.assignment.spec.connections[name];
    if (connection !== undefined) {
      if (!holdsReferences(connection.config)) return connection.config;
      const { config } = await this.definition('connection', connection.type);
      return (await this.resolve(config, connection.config, `connections.${name}`)) as JsonObject;
    }
    throw TASK_ERRORS.error('connection_unknown', {
      message: `${node} names the connection ${name}, which the deployment of ${this.options.assignment.pipeline} does not have`,
      hint: 'Deploy the pipeline again.',
    });
  }

  private async resolve(schema: TSchema, config: JsonObject, path: string): Promise<Json> {
    const resolved = await resolveReferences(config, this.options.lookups);
    // Loaded only here: most tasks name no secrets, and the schema library is not small.
    const { checkConfig } = await import('./checkConfig.ts');
    return checkConfig(schema, resolved, path);
  }

  private async definition<R extends Role>(role: R, type: string): Promise<Definition<R>> {
    const name = `${role}:${type}`;
    const module = this.options.modules.find((candidate) => candidate.contributes.includes(name));
    const plugin = module === undefined ? undefined : await importPlugin(module);
    const list: readonly { readonly type: string }[] = plugin?.[LISTS[role]] ?? [];
    const definition = list.find((candidate) => candidate.type === type);
    if (definition !== undefined) return definition as unknown as Definition<R>;
    throw TASK_ERRORS.error('component_missing', {
      message: `no plugin on this member has the ${role} ${type}`,
      hint: 'Install the plugin that contributes it on every member.',
    });
  }
}

async function importPlugin(module: PluginModule): Promise<Plugin> {
  try {
    return ((await import(module.entry)) as { readonly default: Plugin }).default;
  } catch (caught) {
    if (caught instanceof GantryError) throw caught;
    const cause = toGantryError(caught);
    throw TASK_ERRORS.error('component_broken', {
      message: `the plugin ${module.name} ${module.version} could not be loaded: ${cause.message}`,
      hint: 'Install the plugin again, or another version of it.',
      cause: caught,
    });
  }
}
