import type { Pipeline, PipelineEdge } from '../../runtime/spec/types.ts';

/** An edge's id in figures, samples, selection and on the canvas: `from->to`. */
export function edgeId({ from, to }: PipelineEdge): string {
  return `${from}->${to}`;
}

/** Takes an id, or an edge as the document writes it, apart. */
export function parseEdgeId(id: string): PipelineEdge {
  const [from = '', to = ''] = id.split('->');
  return { from: from.trim(), to: to.trim() };
}

/** A pipeline's edges, taken apart. */
export function edgesOf(pipeline: Pipeline): readonly PipelineEdge[] {
  return pipeline.edges.map(parseEdgeId);
}
