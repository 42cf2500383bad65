import type { Catalog } from '../../runtime/compile/plan.ts';
import type { NodeKind, Pipeline, PipelineNode } from '../../runtime/spec/types.ts';
import { freshId } from './freshId.ts';

/** Something that can be put on the canvas: a component of the catalog, or a topic. */
export interface ComponentRef {
  readonly kind: NodeKind;
  /** The component's type; `topic` for a topic. */
  readonly type: string;
}

/** What a drag from the palette carries. */
export const COMPONENT_MIME = 'application/x-gantry-component';

export function encodeRef(ref: ComponentRef): string {
  return JSON.stringify(ref);
}

/** Undefined for anything that is not one of ours: drags come from anywhere. */
export function decodeRef(text: string): ComponentRef | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    const { kind, type } = value as Partial<ComponentRef>;
    const known =
      kind === 'source' || kind === 'transform' || kind === 'converter' || kind === 'topic' || kind === 'sink';
    return known && typeof type === 'string' ? { kind, type } : undefined;
  } catch {
    return undefined;
  }
}

/** Lists go by kind, what is put into a pipeline most often first. */
const KIND_ORDER: readonly NodeKind[] = ['source', 'transform', 'sink', 'topic', 'converter'];

/** Everything that can be put on the canvas. */
export function componentRefs(catalog: Catalog): readonly ComponentRef[] {
  const refs: ComponentRef[] = [{ kind: 'topic', type: 'topic' }];
  for (const { role, type } of catalog.components) {
    if (role === 'source' || role === 'transform' || role === 'converter' || role === 'sink')
      refs.push({ kind: role, type });
  }
  return refs.toSorted((a, b) => KIND_ORDER.indexOf(a.kind) - KIND_ORDER.indexOf(b.kind));
}

/** A new node and a name for it that is not taken. What it must be told stays open: the inspector asks for it. */
export function newNode(
  pipeline: Pipeline | undefined,
  { kind, type }: ComponentRef,
): { readonly id: string; readonly node: PipelineNode } {
  const id = freshId(Object.keys(pipeline?.nodes ?? {}), kind === 'topic' ? 'topic' : type);
  switch (kind) {
    case 'source':
      return { id, node: { source: type } };
    case 'transform':
      return { id, node: { transform: type } };
    case 'converter':
      return { id, node: { converter: type } };
    case 'sink':
      return { id, node: { sink: type } };
    case 'topic':
      return { id, node: { topic: pipeline === undefined ? id : `${pipeline.name}-${id}` } };
  }
}
