import { Position } from '@xyflow/react';
import type { Edge, Node } from '@xyflow/react';
import {
  NODE_HEIGHT,
  NODE_WIDTH,
  PORT_SIZE,
  componentOf,
  edgeId,
  edgesOf,
  kindOf,
  placesOf,
  typeOf,
} from '../../document/index.ts';
import type { Catalog, ComponentDescriptor } from '../../../runtime/compile/plan.ts';
import type { NodeKind, Pipeline, PipelineNode } from '../../../runtime/spec/types.ts';

/** What a node's picture is made of. Live figures and problems are not here: each node subscribes to its own. */
export interface NodeFacts extends Record<string, unknown> {
  readonly kind: NodeKind;
  /** The component's type, or the topic's name. */
  readonly type: string;
  readonly component: ComponentDescriptor | undefined;
  readonly description: string | undefined;
}

export type FlowNode = Node<NodeFacts, 'pipeline'>;
export type FlowEdge = Edge<Record<string, never>, 'pipeline'>;

export interface FlowGraph {
  readonly nodes: readonly FlowNode[];
  readonly edges: readonly FlowEdge[];
}

const PORT_Y = NODE_HEIGHT / 2 - PORT_SIZE / 2;
const TARGET = {
  type: 'target',
  position: Position.Left,
  x: -PORT_SIZE / 2,
  y: PORT_Y,
  width: PORT_SIZE,
  height: PORT_SIZE,
} as const;
const SOURCE = { ...TARGET, type: 'source', position: Position.Right, x: NODE_WIDTH - PORT_SIZE / 2 } as const;

/** The ports a node of a kind has. */
export function portsOf(kind: NodeKind): { readonly input: boolean; readonly output: boolean } {
  return { input: kind !== 'source', output: kind !== 'sink' };
}

/**
 * The canvas's picture of a pipeline. Sizes and ports are declared, so React Flow measures nothing; what did not change since
 * `before` keeps its identity, so React renders nothing of it again.
 */
export function toFlow(pipeline: Pipeline, catalog: Catalog, before: FlowGraph): FlowGraph {
  const known = new Map(before.nodes.map((node) => [node.id, node]));
  const places = placesOf(pipeline);
  const nodes = Object.entries(pipeline.nodes).map(([id, node]) => {
    const [x, y] = places.get(id) ?? [0, 0];
    return keepOrMake(known.get(id), id, factsOf(node, catalog), x, y);
  });
  const edgesKnown = new Map(before.edges.map((edge) => [edge.id, edge]));
  const edges = edgesOf(pipeline)
    .filter(({ from, to }) => from in pipeline.nodes && to in pipeline.nodes)
    .map((edge) => {
      const id = edgeId(edge);
      return edgesKnown.get(id) ?? ({ id, type: 'pipeline', source: edge.from, target: edge.to } satisfies FlowEdge);
    });
  return { nodes, edges: [...new Map(edges.map((edge) => [edge.id, edge])).values()] };
}

function factsOf(node: PipelineNode, catalog: Catalog): NodeFacts {
  return {
    kind: kindOf(node),
    type: typeOf(node),
    component: componentOf(catalog, node),
    description: node.description,
  };
}

function keepOrMake(known: FlowNode | undefined, id: string, facts: NodeFacts, x: number, y: number): FlowNode {
  const sameFacts = known !== undefined && sameShallow(known.data, facts);
  if (sameFacts && known.position.x === x && known.position.y === y) return known;
  const { input, output } = portsOf(facts.kind);
  return {
    ...known,
    id,
    type: 'pipeline',
    position: { x, y },
    data: sameFacts ? known.data : facts,
    width: NODE_WIDTH,
    height: NODE_HEIGHT,
    handles: [...(input ? [TARGET] : []), ...(output ? [SOURCE] : [])],
  };
}

function sameShallow(a: NodeFacts, b: NodeFacts): boolean {
  return a.kind === b.kind && a.type === b.type && a.component === b.component && a.description === b.description;
}
