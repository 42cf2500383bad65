import { pipelineEdits } from '../../../runtime/spec/index.ts';
import type { PipelineEdge, PipelineNode } from '../../../runtime/spec/types.ts';
import { freshId } from '../freshId.ts';
import type { Command } from '../types.ts';

/** Part of a pipeline, as it travels over the clipboard. */
export interface Fragment {
  readonly nodes: { readonly [id: string]: PipelineNode };
  readonly edges: readonly PipelineEdge[];
  readonly layout: { readonly [id: string]: readonly [number, number] };
}

/** Adds a copy of a fragment, moved by `by`; names that are taken get a number. */
export function pasteNodes(fragment: Fragment, by: readonly [number, number]): Command {
  return {
    label: 'commands.paste',
    apply: (document) => {
      let next = document;
      const names = new Map<string, string>();
      for (const [id, node] of Object.entries(fragment.nodes)) {
        const name = freshId(Object.keys(next.pipeline?.nodes ?? {}), id);
        names.set(id, name);
        const [x, y] = fragment.layout[id] ?? [0, 0];
        next = pipelineEdits.addNode(next, name, node, [x + by[0], y + by[1]]);
      }
      for (const { from, to } of fragment.edges) {
        next = pipelineEdits.addEdge(next, names.get(from) ?? from, names.get(to) ?? to);
      }
      return next;
    },
  };
}
