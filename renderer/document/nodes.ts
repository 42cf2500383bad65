import type { Catalog, ComponentDescriptor } from '../../runtime/compile/plan.ts';
import type { NodeKind, PipelineNode } from '../../runtime/spec/types.ts';

/** What a node is, by the word it carries. */
export function kindOf(node: PipelineNode): NodeKind {
  if ('source' in node) return 'source';
  if ('transform' in node) return 'transform';
  if ('converter' in node && !('topic' in node)) return 'converter';
  if ('topic' in node) return 'topic';
  return 'sink';
}

/** The component a node runs: none for a topic, none where no plugin has it. */
export function componentOf(catalog: Catalog, node: PipelineNode): ComponentDescriptor | undefined {
  const kind = kindOf(node);
  if (kind === 'topic') return undefined;
  const type = typeOf(node);
  return catalog.components.find((component) => component.role === kind && component.type === type);
}

/** The word after the kind: a component's type, or a topic's name. */
export function typeOf(node: PipelineNode): string {
  if ('source' in node) return node.source;
  if ('transform' in node) return node.transform;
  if ('topic' in node) return node.topic;
  if ('converter' in node) return node.converter;
  return node.sink;
}
