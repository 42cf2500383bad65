import type { JsonObject } from '@gantry/sdk';

/** What happens to a record that cannot be processed (P6). */
export type ErrorPolicy = 'stop' | 'skip' | 'dead-letter';

/** Error handling of a node, or of the whole pipeline as the default. */
export interface ErrorSettings {
  readonly policy?: ErrorPolicy;
  /** How often a retryable error is tried again before the policy takes over. -1 is for ever. */
  readonly retries?: number;
  /** The first pause; doubles up to `maxBackoffMs`, with jitter. */
  readonly backoffMs?: number;
  readonly maxBackoffMs?: number;
  /** Where dead letters go; `<pipeline>.dead-letters` where left out. */
  readonly topic?: string;
}

/** What a node is. */
export type NodeKind = 'source' | 'transform' | 'converter' | 'topic' | 'sink';

interface NodeBase {
  readonly description?: string;
  readonly config?: JsonObject;
  readonly errors?: ErrorSettings;
}

/** A source and the name of its connection, where it has one. */
export interface SourceNode extends NodeBase {
  readonly source: string;
  readonly connection?: string;
  /** At most how many tasks share the work. */
  readonly tasks?: number;
  /** At most how many records a second, over all tasks. */
  readonly rate?: number;
}

export interface TransformNode extends NodeBase {
  readonly transform: string;
}

export interface ConverterNode extends NodeBase {
  readonly converter: string;
}

export interface TopicNode extends Omit<NodeBase, 'config'> {
  readonly topic: string;
  readonly queues?: number;
  /** A converter's type; `json` where neither this nor a converter box says. */
  readonly converter?: string;
  /** The converter's configuration. */
  readonly config?: JsonObject;
  readonly retention?: { readonly age?: string; readonly size?: string };
}

export interface SinkNode extends NodeBase {
  readonly sink: string;
  readonly connection?: string;
  readonly tasks?: number;
  readonly rate?: number;
  /** Where a sink without a position starts; earliest where left out. */
  readonly start?: 'earliest' | 'latest';
}

export type PipelineNode = SourceNode | TransformNode | ConverterNode | TopicNode | SinkNode;

/** A named endpoint: `type` and the settings of that type of connection. */
export type Connection = { readonly type: string } & JsonObject;

/** The document, as data. Its text form, with comments and order, is in PipelineText. */
export interface Pipeline {
  readonly apiVersion: 'gantry/v1';
  readonly kind: 'Pipeline';
  readonly name: string;
  readonly description?: string;
  /** `embedded`, or the name of a connection of a bus's type. */
  readonly bus: string;
  readonly delivery?: 'at-least-once' | 'exactly-once';
  readonly errors?: ErrorSettings;
  readonly nodes: { readonly [id: string]: PipelineNode };
  /** `from -> to` */
  readonly edges: readonly string[];
  readonly connections?: { readonly [name: string]: Connection };
  readonly layout?: { readonly [id: string]: readonly [number, number] };
}

/** One edge, taken apart. Its id in figures, samples and the canvas is `from->to`. */
export interface PipelineEdge {
  readonly from: string;
  readonly to: string;
}
