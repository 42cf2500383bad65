import { edgeId, nodeKind, nodeType, parseEdge } from '../spec/index.ts';
import type { NodeKind, Pipeline, PipelineNode } from '../spec/index.ts';

/** An edge between two nodes that are there. */
export interface GraphEdge {
  readonly id: string;
  readonly from: GraphNode;
  readonly to: GraphNode;
  /** Its place in the document's list. */
  readonly index: number;
}

/** A node with its edges, in the document's order. */
export interface GraphNode {
  readonly id: string;
  readonly kind: NodeKind;
  /** The component's type; a topic's name on the bus. */
  readonly type: string;
  readonly node: PipelineNode;
  readonly out: GraphEdge[];
  readonly in: GraphEdge[];
}

/** An edge of the document that is none of the graph's, and why. */
export interface RefusedEdge {
  readonly index: number;
  readonly text: string;
  readonly reason: 'malformed' | 'dangling' | 'duplicate' | 'self' | 'into-source' | 'out-of-sink';
  readonly from?: string;
  readonly to?: string;
}

/** The document's nodes and edges, linked. Edges that can mean nothing are left out of it, so that whoever walks it need not ask. */
export interface Graph {
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly edges: readonly GraphEdge[];
  readonly refused: readonly RefusedEdge[];
}

/** Links the nodes of a pipeline. */
export function buildGraph(pipeline: Pick<Pipeline, 'nodes' | 'edges'>): Graph {
  const nodes = new Map<string, GraphNode>();
  for (const [id, node] of Object.entries(pipeline.nodes)) {
    nodes.set(id, { id, kind: nodeKind(node), type: nodeType(node), node, in: [], out: [] });
  }
  const edges: GraphEdge[] = [];
  const refused: RefusedEdge[] = [];
  const seen = new Set<string>();
  for (const [index, text] of pipeline.edges.entries()) {
    const parsed = parseEdge(text);
    if (parsed === undefined) {
      refused.push({ index, text, reason: 'malformed' });
      continue;
    }
    const id = edgeId(parsed);
    const from = nodes.get(parsed.from);
    const to = nodes.get(parsed.to);
    const reason = refusalReason(parsed.from === parsed.to, seen.has(id), from, to);
    seen.add(id);
    if (reason !== undefined || from === undefined || to === undefined) {
      refused.push({ index, text, reason: reason ?? 'dangling', from: parsed.from, to: parsed.to });
      continue;
    }
    const edge: GraphEdge = { id, from, to, index };
    edges.push(edge);
    from.out.push(edge);
    to.in.push(edge);
  }
  return { nodes, edges, refused };
}

function refusalReason(
  isSelf: boolean,
  isSeen: boolean,
  from: GraphNode | undefined,
  to: GraphNode | undefined,
): RefusedEdge['reason'] | undefined {
  if (isSeen) return 'duplicate';
  if (from === undefined || to === undefined) return 'dangling';
  if (isSelf) return 'self';
  if (to.kind === 'source') return 'into-source';
  return from.kind === 'sink' ? 'out-of-sink' : undefined;
}
