import type { PipelineText } from '../../../runtime/spec/editing.ts';
import { edgeId, parseEdgeId } from '../../document/index.ts';
import type { Selection } from '../../document/index.ts';

/** What the cursor stands in: a node, an edge, or (empty) neither; undefined while the text is no pipeline. */
export function selectionAt(document: PipelineText, offset: number): Selection | undefined {
  const { pipeline } = document;
  if (pipeline === undefined) return undefined;
  const [part, key] = document.pathAt(offset).split('.');
  if ((part === 'nodes' || part === 'layout') && key !== undefined && key in pipeline.nodes)
    return { nodes: [key], edges: [] };
  const edge = part === 'edges' && key !== undefined ? pipeline.edges[Number(key)] : undefined;
  return edge === undefined ? { nodes: [], edges: [] } : { nodes: [], edges: [edgeId(parseEdgeId(edge))] };
}
