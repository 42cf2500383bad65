import type { JsonObject } from '@gantry/sdk';
import type { Diagnostic } from './diagnostic.ts';
import type { Connection, Pipeline, PipelineNode } from './types.ts';

/**
 * A pipeline document as text together with what it says. A value: every edit gives a new one and keeps the comments, the order
 * and the spelling of whatever it did not touch. The canvas and the text view are two faces of it.
 */
export interface PipelineText {
  /** The YAML. */
  readonly text: string;
  /** What it says; undefined while the text is not a pipeline at all (a YAML syntax error, a list instead of a map). */
  readonly pipeline: Pipeline | undefined;
  /** Syntax and shape only; compile adds the rest. */
  readonly diagnostics: readonly Diagnostic[];
  /** Where a path (`nodes.orders.config.path`) stands in the text: 0-based offsets; the nearest existing parent otherwise. */
  rangeOf(path: string): { readonly from: number; readonly to: number } | undefined;
  /** The path at a text offset: for the cursor. */
  pathAt(offset: number): string;
}

/** The edits a person makes on the canvas and in forms. All are pure; each is one step for undo. */
export interface PipelineEdits {
  addNode(document: PipelineText, id: string, node: PipelineNode, at?: readonly [number, number]): PipelineText;
  /** Also removes its edges and its place in the layout. */
  removeNodes(document: PipelineText, ids: readonly string[]): PipelineText;
  /** Also in edges and layout. */
  renameNode(document: PipelineText, from: string, to: string): PipelineText;
  /** Sets (undefined: removes) one value of a node: `['config', 'where']`, `['tasks']`. */
  setNodeValue(document: PipelineText, id: string, path: readonly string[], value: unknown): PipelineText;
  /** Replaces a node's whole config, touching only what differs. */
  setNodeConfig(document: PipelineText, id: string, config: JsonObject): PipelineText;
  addEdge(document: PipelineText, from: string, to: string): PipelineText;
  removeEdges(document: PipelineText, edges: readonly { readonly from: string; readonly to: string }[]): PipelineText;
  moveNodes(document: PipelineText, places: { readonly [id: string]: readonly [number, number] }): PipelineText;
  setConnection(document: PipelineText, name: string, connection: Connection | undefined): PipelineText;
  /** Sets (undefined: removes) a value at the top: `['description']`, `['errors', 'policy']`, `['delivery']`. */
  setValue(document: PipelineText, path: readonly string[], value: unknown): PipelineText;
}
