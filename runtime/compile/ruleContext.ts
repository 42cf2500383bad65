import type { JsonObject } from '@gantry/sdk';
import type { ErrorSettings, Pipeline } from '../spec/index.ts';
import type { Components } from './components.ts';
import type { Graph, GraphNode } from './graph.ts';
import type { Catalog, ComponentDescriptor, ComponentRole } from './plan.ts';
import type { Report } from './report.ts';
import type { CheckedConfig } from './schema/validators.ts';

/** The SDK's check of an expression, handed in so that compile does not care which language that is. */
export type CheckExpression = (
  source: string,
) => { readonly ok: true } | { readonly ok: false; readonly message: string; readonly offset: number };

/** A component as it is used at one place of the document. */
export interface ComponentUse {
  readonly role: ComponentRole;
  readonly type: string;
  /** Undefined where the catalog has none such. */
  readonly descriptor: ComponentDescriptor | undefined;
  /** As the document has it. */
  readonly written: JsonObject;
  readonly checked: CheckedConfig | undefined;
  /** Where its type stands. */
  readonly typePath: string;
  /** Where its configuration stands. */
  readonly configPath: string;
  /** What people call it: `the source "orders"`. */
  readonly title: string;
  readonly graphNode?: GraphNode;
}

/** What a rule looks at. A rule is a function that looks at it and says what it finds. */
export interface RuleContext {
  readonly pipeline: Pipeline;
  readonly graph: Graph;
  readonly catalog: Catalog;
  readonly components: Components;
  readonly uses: readonly ComponentUse[];
  readonly checkExpression: CheckExpression;
  readonly report: Report;
  /** Nodes that are in the text but so malformed that the pipeline is without them; the text's own diagnostics say why. */
  readonly unreadableNodes: ReadonlySet<string>;
}

/** One subject of compile's. */
export type Rule = (context: RuleContext) => void;

/** The connection of a source or sink. */
export function connectionNameOf(node: GraphNode): string | undefined {
  return (node.node as { readonly connection?: string }).connection;
}

/** Asked-for tasks of a source or sink. */
export function tasksOf(node: GraphNode): number {
  return (node.node as { readonly tasks?: number }).tasks ?? 1;
}

/** Error settings as written. */
export function errorsOf(node: GraphNode): ErrorSettings | undefined {
  return node.node.errors;
}
