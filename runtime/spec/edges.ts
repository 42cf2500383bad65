import type { PipelineEdge } from './types.ts';

const EDGE = /^\s*([^\s>]+)\s*->\s*([^\s>]+)\s*$/;

/** Takes `from -> to` apart; undefined where the text is no edge. */
export function parseEdge(text: string): PipelineEdge | undefined {
  const match = EDGE.exec(text);
  return match === null ? undefined : { from: match[1]!, to: match[2]! };
}

/** An edge as the document writes it. */
export function formatEdge(edge: PipelineEdge): string {
  return `${edge.from} -> ${edge.to}`;
}

/** An edge's id in figures, samples and the canvas. */
export function edgeId(edge: PipelineEdge): string {
  return `${edge.from}->${edge.to}`;
}
