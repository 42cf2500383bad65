import type { Graph, GraphNode } from '../graph.ts';
import type { Rule } from '../ruleContext.ts';

/** Nodes that nothing reaches, or that lead nowhere. */
export const connectivity: Rule = ({ graph, report, unreadableNodes }) => {
  if (graph.nodes.size === 0 && unreadableNodes.size === 0) {
    report.say('pipeline_empty', {
      severity: 'info',
      message: 'The pipeline has no nodes yet.',
      hint: 'Add a source, a sink and an edge between them.',
      path: 'nodes',
    });
    return;
  }
  const fed = reachable(
    graph,
    (node) => node.kind === 'source' || node.kind === 'topic',
    (node) => node.out.map((edge) => edge.to),
  );
  const drained = reachable(
    graph,
    (node) => node.kind === 'sink' || node.kind === 'topic',
    (node) => node.in.map((edge) => edge.from),
  );
  const touched = new Set(graph.refused.flatMap((edge) => [edge.from, edge.to]));
  for (const node of graph.nodes.values()) {
    const path = `nodes.${node.id}`;
    if (node.in.length === 0 && node.out.length === 0) {
      // An edge that was refused says enough.
      if (touched.has(node.id)) continue;
      report.say('node_unconnected', {
        severity: 'warning',
        message: `The ${node.kind} "${node.id}" is not connected to anything, so it does nothing.`,
        hint: unconnectedHint(node),
        path,
      });
    } else if (!drained.has(node)) {
      const severity = node.kind === 'source' ? 'error' : 'warning';
      report.say('no_way_out', {
        severity,
        message: `From the ${node.kind} "${node.id}" no edge leads on to a sink or a topic.`,
        hint: 'Connect it, or what follows it, to a sink or a topic.',
        path,
      });
    } else if (!fed.has(node)) {
      const severity = node.kind === 'sink' ? 'error' : 'warning';
      report.say('no_way_in', {
        severity,
        message: `No source and no topic leads to the ${node.kind} "${node.id}".`,
        hint: 'Connect a source or a topic to it.',
        path,
      });
    }
  }
};

function unconnectedHint(node: GraphNode): string {
  if (node.kind === 'source') return 'Draw an edge from it.';
  return node.kind === 'sink' ? 'Draw an edge to it.' : 'Draw edges to it and from it, or remove it.';
}

function reachable(
  graph: Graph,
  starts: (node: GraphNode) => boolean,
  next: (node: GraphNode) => readonly GraphNode[],
): ReadonlySet<GraphNode> {
  const open = [...graph.nodes.values()].filter(starts);
  const found = new Set(open);
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const neighbour of next(node)) {
      if (found.has(neighbour)) continue;
      found.add(neighbour);
      open.push(neighbour);
    }
  }
  return found;
}
