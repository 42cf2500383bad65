import type { JsonObject } from '@gantry/sdk';
import { pipelineEdits } from '../../../runtime/spec/index.ts';
import type { Connection } from '../../../runtime/spec/types.ts';
import type { Command } from '../types.ts';

/** Sets (undefined: removes) one value of a node. Typing into one field is one step. */
export function setNodeValue(id: string, path: readonly string[], value: unknown): Command {
  return {
    label: 'commands.configure',
    mergeKey: `nodes.${id}.${path.join('.')}`,
    apply: (document) => pipelineEdits.setNodeValue(document, id, path, value),
  };
}

/** Replaces a node's configuration; quick changes to one node are one step. */
export function setNodeConfig(id: string, config: JsonObject): Command {
  return {
    label: 'commands.configure',
    mergeKey: `nodes.${id}.config`,
    apply: (document) => pipelineEdits.setNodeConfig(document, id, config),
  };
}

/** Sets (undefined: removes) a value of the pipeline itself: `['description']`, `['errors', 'policy']`. */
export function setPipelineValue(path: readonly string[], value: unknown): Command {
  return {
    label: 'commands.configurePipeline',
    mergeKey: path.join('.'),
    apply: (document) => pipelineEdits.setValue(document, path, value),
  };
}

/** Adds, replaces or (undefined) removes a connection. */
export function setConnection(name: string, connection: Connection | undefined): Command {
  return {
    label: connection === undefined ? 'commands.removeConnection' : 'commands.setConnection',
    mergeKey: `connections.${name}`,
    apply: (document) => pipelineEdits.setConnection(document, name, connection),
  };
}
