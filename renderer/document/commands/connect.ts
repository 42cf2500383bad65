import { pipelineEdits } from '../../../runtime/spec/index.ts';
import type { PipelineEdge } from '../../../runtime/spec/types.ts';
import type { Command } from '../types.ts';

/** Draws an edge. */
export function connect({ from, to }: PipelineEdge): Command {
  return { label: 'commands.connect', apply: (document) => pipelineEdits.addEdge(document, from, to) };
}

/** Moves one end of an edge to another node. */
export function reconnect(old: PipelineEdge, next: PipelineEdge): Command {
  return {
    label: 'commands.reconnect',
    apply: (document) => pipelineEdits.addEdge(pipelineEdits.removeEdges(document, [old]), next.from, next.to),
  };
}
