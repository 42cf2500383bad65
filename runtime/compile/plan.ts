import type { JsonObject } from '@gantry/sdk';
import type { Diagnostic } from '../spec/diagnostic.ts';
import type { ErrorPolicy } from '../spec/types.ts';

export type { Diagnostic, Severity } from '../spec/diagnostic.ts';

/** Error handling with all defaults filled in. */
export interface ErrorPlan {
  readonly policy: ErrorPolicy;
  readonly retries: number;
  readonly backoffMs: number;
  readonly maxBackoffMs: number;
  readonly topic: string;
}

/** A component to make: its type and its configuration with defaults, secret references unresolved. */
export interface ComponentPlan {
  readonly type: string;
  readonly config: JsonObject;
}

/** A topic the pipeline needs. */
export interface TopicPlan {
  readonly name: string;
  /** The topic's node; undefined for an implied topic and for dead letters. */
  readonly node?: string;
  readonly queues: number;
  readonly implied: boolean;
  readonly retention: { readonly ageMs?: number; readonly bytes?: number; readonly whenReleased?: boolean };
}

/** What a record passes next. The graph is unrolled into a tree per connector; `edge` (`from->to`) is the edge it comes in by. */
export type Step = TransformStep | ProduceStep | WriteStep;

export interface TransformStep extends ComponentPlan {
  readonly kind: 'transform';
  readonly node: string;
  readonly edge: string;
  readonly errors: ErrorPlan;
  readonly next: readonly Step[];
}

/** Encode and append to a topic. */
export interface ProduceStep {
  readonly kind: 'produce';
  /** The topic's node, or the sink's for an implied topic. */
  readonly node: string;
  readonly edge: string;
  readonly topic: string;
  /** Topics a route transform before it may choose instead. */
  readonly routedTopics: readonly string[];
  readonly converter: ComponentPlan;
  readonly errors: ErrorPlan;
}

/** Hand to the sink of this plan. */
export interface WriteStep {
  readonly kind: 'write';
  readonly node: string;
  readonly edge: string;
}

/** Reads outside, appends to the bus. */
export interface SourcePlan extends ComponentPlan {
  readonly kind: 'source';
  readonly node: string;
  readonly connection?: string;
  readonly maxTasks: number;
  readonly ratePerSecond?: number;
  readonly errors: ErrorPlan;
  readonly steps: readonly Step[];
}

/** One topic a sink or relay reads, and the way of its records. */
export interface InputPlan {
  readonly topic: string;
  /** The node the records leave: the topic's, or for an implied topic the last node before the sink. */
  readonly node: string;
  readonly routedTopics: readonly string[];
  readonly converter: ComponentPlan;
  readonly steps: readonly Step[];
}

/** Reads the bus, writes outside. */
export interface SinkPlan extends ComponentPlan {
  readonly kind: 'sink';
  readonly node: string;
  readonly connection?: string;
  readonly tasks: number;
  readonly ratePerSecond?: number;
  readonly start: 'earliest' | 'latest';
  readonly errors: ErrorPlan;
  readonly inputs: readonly InputPlan[];
}

/** Reads one topic and appends to others: a path from a topic to a topic. `node` is the topic it reads. */
export interface RelayPlan {
  readonly kind: 'relay';
  readonly node: string;
  readonly tasks: number;
  readonly errors: ErrorPlan;
  readonly inputs: readonly InputPlan[];
}

export type ConnectorPlan = SourcePlan | SinkPlan | RelayPlan;

/** What compile makes of a pipeline and a member runs. Holds references to secrets, never secrets. */
export interface RuntimeSpec {
  readonly version: 1;
  readonly pipeline: string;
  /** Hash of everything that changes what runs: not of layout, descriptions, comments or order of keys. */
  readonly hash: string;
  readonly delivery: 'at-least-once' | 'exactly-once';
  /** `embedded`, or a bus's type with the connection it uses. */
  readonly bus: { readonly type: string; readonly connection?: string };
  readonly connections: { readonly [name: string]: { readonly type: string; readonly config: JsonObject } };
  readonly topics: readonly TopicPlan[];
  readonly connectors: readonly ConnectorPlan[];
  /** Names of fields whose values are masked wherever records are shown. */
  readonly maskedFields: readonly string[];
}

/** What compile gives. The spec is there when no diagnostic is an error. */
export interface Compiled {
  readonly spec?: RuntimeSpec;
  readonly diagnostics: readonly Diagnostic[];
}

/** What a component is for. */
export type ComponentRole = 'source' | 'sink' | 'transform' | 'converter' | 'bus' | 'connection';

/** A component as data: what compile and the designer know of a plugin's contribution without its code. */
export interface ComponentDescriptor {
  readonly role: ComponentRole;
  readonly type: string;
  readonly title: string;
  readonly description: string;
  readonly icon?: string;
  readonly keywords?: readonly string[];
  /** JSON Schema of its configuration, with `x-gantry` annotations. */
  readonly configSchema: JsonObject;
  readonly connection?: { readonly type: string; readonly optional?: boolean };
  readonly plugin: { readonly name: string; readonly version: string };
  /** Which optional capabilities it has. */
  readonly capabilities: readonly ('check' | 'choices' | 'schema' | 'preview')[];
  /** Sinks: whether several tasks may run side by side. */
  readonly parallel?: boolean;
  /** Sinks: whether nothing is repeated after a crash (P7). */
  readonly exactlyOnce?: boolean;
  readonly locales?: { readonly [locale: string]: { readonly [english: string]: string } };
}

/** Everything compile knows of plugins. Pure data, so that the editor has the same as the server. */
export interface Catalog {
  readonly components: readonly ComponentDescriptor[];
  /** Names of the secrets the target knows; undefined where that cannot be told, and then none is called unknown. */
  readonly secretNames?: readonly string[];
}
