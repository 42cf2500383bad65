import { pipelineEdits } from '../../../runtime/spec/index.ts';
import type { PipelineNode } from '../../../runtime/spec/types.ts';
import type { Command } from '../types.ts';

/** What an added node is wired to: edges from and to nodes that are there already. */
export interface Wiring {
  readonly from?: readonly string[];
  readonly to?: readonly string[];
}

/** Adds a node at a place on the canvas, wired as asked, as one step. */
export function addNode(id: string, node: PipelineNode, at: readonly [number, number], wiring: Wiring = {}): Command {
  return {
    label: 'commands.addNode',
    apply: (document) => {
      let next = pipelineEdits.addNode(document, id, node, at);
      for (const from of wiring.from ?? []) next = pipelineEdits.addEdge(next, from, id);
      for (const to of wiring.to ?? []) next = pipelineEdits.addEdge(next, id, to);
      return next;
    },
  };
}
