import type { JsonObject } from '@gantry/sdk';
import type { Connection, Pipeline, TopicNode } from '../spec/index.ts';
import type { Components } from './components.ts';
import type { Graph, GraphNode } from './graph.ts';
import type { ComponentRole } from './plan.ts';
import { formatStatements } from './planning/topicFormat.ts';
import { DEFAULT_CONVERTER } from './planning/settings.ts';
import type { ComponentUse } from './ruleContext.ts';
import type { ConfigValidators } from './schema/validators.ts';

const NO_CONFIG: JsonObject = {};
/** A connection's settings, by the connection object, so that unchanged ones keep their identity and are not checked again. */
const SETTINGS = new WeakMap<Connection, JsonObject>();

/** Every place of a document that names a component, with what its schema makes of the configuration there. */
export function componentUses(
  pipeline: Pipeline,
  graph: Graph,
  components: Components,
  validators: ConfigValidators,
): readonly ComponentUse[] {
  const use = (
    role: ComponentRole,
    type: string,
    config: JsonObject | undefined,
    place: Pick<ComponentUse, 'typePath' | 'configPath' | 'title'> & { readonly graphNode?: GraphNode },
  ): ComponentUse => {
    const descriptor = components.find(role, type);
    const written = config ?? NO_CONFIG;
    return {
      role,
      type,
      descriptor,
      written,
      checked: descriptor === undefined ? undefined : validators.check(descriptor, written),
      ...place,
    };
  };
  const nodes = [...graph.nodes.values()].flatMap((node): readonly ComponentUse[] => {
    const place = { configPath: `nodes.${node.id}.config`, title: `the ${node.kind} "${node.id}"`, graphNode: node };
    if (node.kind !== 'topic')
      return [use(node.kind, node.type, node.node.config, { ...place, typePath: `nodes.${node.id}.${node.kind}` })];
    const { converter, config } = node.node as TopicNode;
    // A box says it otherwise, and the topic's own configuration then belongs to nobody; rules/converters says so.
    if (converter === undefined && formatStatements(node).length > 0) return [];
    const typePath = converter === undefined ? `nodes.${node.id}` : `nodes.${node.id}.converter`;
    return [
      use('converter', converter ?? DEFAULT_CONVERTER, config, {
        ...place,
        typePath,
        title: `the converter of the topic "${node.id}"`,
      }),
    ];
  });
  const connections = Object.entries(pipeline.connections ?? {}).map(([name, connection]) =>
    use('connection', connection.type, settingsOf(connection), {
      typePath: `connections.${name}.type`,
      configPath: `connections.${name}`,
      title: `the connection "${name}"`,
    }),
  );
  return [...nodes, ...connections];
}

function settingsOf(connection: Connection): JsonObject {
  let settings = SETTINGS.get(connection);
  if (settings === undefined) {
    const { type: _, ...rest } = connection;
    SETTINGS.set(connection, (settings = rest));
  }
  return settings;
}
