import type { NodeKind, PipelineNode } from './types.ts';

/** Every kind of node, in the order data passes them. */
export const NODE_KINDS: readonly NodeKind[] = ['source', 'transform', 'converter', 'topic', 'sink'];

/** What a node is: the one key of the five it has. */
export function nodeKind(node: PipelineNode): NodeKind {
  if ('source' in node) return 'source';
  if ('transform' in node) return 'transform';
  if ('converter' in node && !('topic' in node)) return 'converter';
  return 'topic' in node ? 'topic' : 'sink';
}

/** The component's type a node names (`source: mysql` gives `mysql`), for a topic its name on the bus. */
export function nodeType(node: PipelineNode): string {
  return (node as unknown as { readonly [kind in NodeKind]: string })[nodeKind(node)];
}
