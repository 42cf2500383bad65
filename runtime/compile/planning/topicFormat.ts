import type { JsonObject } from '@gantry/sdk';
import type { GraphNode } from '../graph.ts';
import { DEFAULT_CONVERTER } from './settings.ts';

/** A place that says what converter a topic has. */
export interface FormatStatement {
  readonly type: string;
  readonly config: JsonObject;
  /** Where it says so. */
  readonly path: string;
  /** The converter box, where one says it. */
  readonly box?: GraphNode;
}

const NO_CONFIG: JsonObject = {};

/**
 * Everything that says how a topic's records are written. A topic has one format whoever writes or reads it, so a converter box
 * before it, one after it and its own property all mean the same. The first counts; rules/converters sees to it that they agree.
 */
export function formatStatements(topic: GraphNode): readonly FormatStatement[] {
  const { converter, config } = topic.node as { readonly converter?: string; readonly config?: JsonObject };
  const own: readonly FormatStatement[] =
    converter === undefined
      ? []
      : [{ type: converter, config: config ?? NO_CONFIG, path: `nodes.${topic.id}.converter` }];
  const before = topic.in.map((edge) => edge.from).filter((node) => node.kind === 'converter');
  // A box between two topics says how the second is written: data flows that way.
  const after = topic.out
    .map((edge) => edge.to)
    .filter((node) => node.kind === 'converter' && node.out.some((edge) => edge.to.kind !== 'topic'));
  return [
    ...own,
    ...[...before, ...after].map((box) => ({
      type: box.type,
      config: box.node.config ?? NO_CONFIG,
      path: `nodes.${box.id}`,
      box,
    })),
  ];
}

/** The converter a topic has. */
export function topicFormat(topic: GraphNode): { readonly type: string; readonly config: JsonObject } {
  const { config } = topic.node;
  return formatStatements(topic)[0] ?? { type: DEFAULT_CONVERTER, config: config ?? NO_CONFIG };
}
