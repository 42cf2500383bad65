import { pipelineEdits } from '../../../runtime/spec/index.ts';
import { parseEdgeId } from '../edges.ts';
import type { Command, Selection } from '../types.ts';

/** Removes nodes, with their edges, and edges, as one step. */
export function removeSelection(selection: Selection): Command {
  return {
    label: 'commands.remove',
    apply: (document) => {
      const cut = pipelineEdits.removeEdges(document, selection.edges.map(parseEdgeId));
      return selection.nodes.length === 0 ? cut : pipelineEdits.removeNodes(cut, selection.nodes);
    },
  };
}
