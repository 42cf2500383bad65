import type { Graph, GraphEdge, GraphNode } from './graph.ts';

/** The loops of a graph, each as its edges in order; one for each edge that closes one. Walks without recursion: graphs get deep. */
export function findCycles(graph: Graph): readonly (readonly GraphEdge[])[] {
  const state = new Map<GraphNode, 'open' | 'done'>();
  const cycles: (readonly GraphEdge[])[] = [];
  for (const start of graph.nodes.values()) {
    if (state.has(start)) continue;
    const way: { readonly node: GraphNode; readonly by: GraphEdge | undefined; next: number }[] = [
      { node: start, by: undefined, next: 0 },
    ];
    state.set(start, 'open');
    while (way.length > 0) {
      const top = way.at(-1)!;
      const edge = top.node.out[top.next++];
      if (edge === undefined) {
        state.set(top.node, 'done');
        way.pop();
      } else if (state.get(edge.to) === 'open') {
        const first = way.findIndex((step) => step.node === edge.to);
        cycles.push([...way.slice(first + 1).map((step) => step.by!), edge]);
      } else if (!state.has(edge.to)) {
        state.set(edge.to, 'open');
        way.push({ node: edge.to, by: edge, next: 0 });
      }
    }
  }
  return cycles;
}

/** The nodes on a way from one node to another, both included; undefined where there is none. */
export function findWay(from: GraphNode, to: GraphNode): readonly GraphNode[] | undefined {
  const cameFrom = new Map<GraphNode, GraphNode | undefined>([[from, undefined]]);
  const open = [from];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node === to) {
      const way: GraphNode[] = [];
      for (let step: GraphNode | undefined = node; step !== undefined; step = cameFrom.get(step)) way.unshift(step);
      return way;
    }
    for (const edge of node.out) {
      if (cameFrom.has(edge.to)) continue;
      cameFrom.set(edge.to, node);
      open.push(edge.to);
    }
  }
  return undefined;
}
