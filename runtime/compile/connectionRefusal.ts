import { formatEdge } from '../spec/index.ts';
import type { Pipeline, PipelineText } from '../spec/index.ts';
import { findWay } from './cycles.ts';
import { buildGraph } from './graph.ts';
import type { Graph, GraphNode } from './graph.ts';
import type { Catalog, Diagnostic } from './plan.ts';
import type { Finding } from './report.ts';
import type { CompileErrorName } from './errors.ts';

/** Graphs of pipelines that were asked about: while a person drags, the same one is asked about at every move of the pointer. */
const GRAPHS = new WeakMap<Pipeline, Graph>();

type Refusal = { readonly name: CompileErrorName; readonly finding: Omit<Finding, 'path'> };

/**
 * Why an edge may not be drawn; undefined where it may. Quick enough for every move of the pointer on a graph of thousands:
 * it looks at what is between the two nodes and no further. An edge that is allowed may still leave something to be done (a
 * missing sink, say), which compile then says.
 */
export function connectionRefusal(
  document: PipelineText,
  _catalog: Catalog,
  from: string,
  to: string,
): Diagnostic | undefined {
  const { pipeline } = document;
  if (pipeline === undefined) return undefined;
  const refusal = refuse(graphOf(pipeline), from, to);
  if (refusal === undefined) return undefined;
  const { message, hint, node } = refusal.finding;
  return {
    code: `compile.${refusal.name}`,
    severity: 'error',
    message,
    ...(hint === undefined ? {} : { hint }),
    path: `nodes.${node ?? to}`,
    node: node ?? to,
  };
}

function refuse(graph: Graph, fromId: string, toId: string): Refusal | undefined {
  const from = graph.nodes.get(fromId);
  const to = graph.nodes.get(toId);
  if (from === undefined || to === undefined) {
    return {
      name: 'edge_dangling',
      finding: {
        message: `"${from === undefined ? fromId : toId}" is no node that can be connected.`,
        hint: 'Mend the node first.',
      },
    };
  }
  if (from === to)
    return {
      name: 'edge_self',
      finding: { message: 'A node cannot be connected to itself.', hint: 'End the edge at another node.' },
    };
  if (to.kind === 'source')
    return {
      name: 'edge_into_source',
      finding: { message: 'A source cannot be the target of an edge.', hint: 'Start the edge at the source instead.' },
    };
  if (from.kind === 'sink')
    return {
      name: 'edge_out_of_sink',
      finding: {
        message: 'Data ends in a sink: no edge can leave it.',
        hint: 'Start the edge at what leads to the sink.',
        node: from.id,
      },
    };
  if (from.out.some((edge) => edge.to === to))
    return {
      name: 'edge_duplicate',
      finding: { message: `The edge ${formatEdge({ from: fromId, to: toId })} is there already.` },
    };
  const way = findWay(to, from);
  if (way !== undefined) {
    const names = [...way.map((node) => node.id), to.id];
    return {
      name: 'cycle',
      finding: {
        message: `This edge would close a circle: ${names.length > 8 ? `${names.slice(0, 4).join(' -> ')} -> … -> ${names.at(-2)} -> ${names.at(-1)}` : names.join(' -> ')}.`,
        hint: 'A pipeline has a direction.',
      },
    };
  }
  return refuseConverter(from, to);
}

/** A second converter on a way with no topic between, or at the wrong end of it. */
function refuseConverter(from: GraphNode, to: GraphNode): Refusal | undefined {
  const before = nearest(from, 'converter', (node) => node.in.map((edge) => edge.from));
  const after = nearest(to, 'converter', (node) => node.out.map((edge) => edge.to));
  if (before !== undefined && after !== undefined) {
    return {
      name: 'converter_chain',
      finding: {
        message: `"${before.id}" and "${after.id}" would both convert the same records.`,
        hint: 'One converter is enough before a topic; remove one of them.',
      },
    };
  }
  if (
    before !== undefined &&
    from !== before &&
    nearest(to, 'topic', (node) => node.out.map((edge) => edge.to)) !== undefined &&
    !readsTopic(before)
  ) {
    return {
      name: 'converter_misplaced',
      finding: {
        message: `Between the converter "${before.id}" and a topic nothing else may stand.`,
        hint: `Connect "${before.id}" to the topic, and "${from.id}" before it.`,
      },
    };
  }
  return undefined;
}

function readsTopic(box: GraphNode): boolean {
  return box.in.some((edge) => edge.from.kind === 'topic');
}

/** The nearest node of a kind with only transforms before it; the start itself included. */
function nearest(
  start: GraphNode,
  kind: GraphNode['kind'],
  next: (node: GraphNode) => readonly GraphNode[],
): GraphNode | undefined {
  const seen = new Set<GraphNode>();
  const open = [start];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.kind === kind) return node;
    if (seen.has(node) || node.kind !== 'transform') continue;
    seen.add(node);
    open.push(...next(node));
  }
  return undefined;
}

function graphOf(pipeline: Pipeline): Graph {
  let graph = GRAPHS.get(pipeline);
  if (graph === undefined) GRAPHS.set(pipeline, (graph = buildGraph(pipeline)));
  return graph;
}
