import type { Pipeline } from '../../../runtime/spec/types.ts';
import type { SampleTarget } from '../../client/index.ts';
import { edgeId, edgesOf } from '../../document/index.ts';
import type { Selection } from '../../document/index.ts';

/** A place whose records can be looked at; its id is what a select holds. */
export interface TargetOption {
  readonly id: string;
  readonly target: SampleTarget;
}

/** Every edge, and every sink that shows what it gets. */
export function targetOptions(pipeline: Pipeline | undefined): readonly TargetOption[] {
  if (pipeline === undefined) return [];
  const shows = Object.entries(pipeline.nodes)
    .filter(([, node]) => 'sink' in node && node.sink === 'inspect')
    .map(([id]) => ({ id, target: { node: id } }));
  return [
    ...edgesOf(pipeline)
      .map(edgeId)
      .map((edge) => ({ id: edge, target: { edge } })),
    ...shows,
  ];
}

/** What a selection asks to see: the edge, what a sink shows, or what leaves (else enters) a node. */
export function targetOfSelection(options: readonly TargetOption[], selection: Selection): string | undefined {
  const [edge] = selection.edges;
  if (edge !== undefined) return options.find(({ id }) => id === edge)?.id;
  const [node] = selection.nodes;
  if (node === undefined) return undefined;
  const shown = options.find(({ id }) => id === node);
  const leaving = options.find(({ id }) => id.startsWith(`${node}->`));
  const entering = options.find(({ id }) => id.endsWith(`->${node}`));
  return (shown ?? leaving ?? entering)?.id;
}
