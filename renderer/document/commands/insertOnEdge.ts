import { pipelineEdits } from '../../../runtime/spec/index.ts';
import type { PipelineEdge, PipelineNode } from '../../../runtime/spec/types.ts';
import type { Command } from '../types.ts';

/** Puts a new node into an edge: the edge becomes two. */
export function insertOnEdge(
  edge: PipelineEdge,
  id: string,
  node: PipelineNode,
  at: readonly [number, number],
): Command {
  return {
    label: 'commands.insertNode',
    apply: (document) => {
      const cut = pipelineEdits.removeEdges(document, [edge]);
      const added = pipelineEdits.addNode(cut, id, node, at);
      return pipelineEdits.addEdge(pipelineEdits.addEdge(added, edge.from, id), id, edge.to);
    },
  };
}
