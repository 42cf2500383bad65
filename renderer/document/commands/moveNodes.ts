import { pipelineEdits } from '../../../runtime/spec/index.ts';
import type { Command } from '../types.ts';

type Places = { readonly [id: string]: readonly [number, number] };

/** Moves nodes on the canvas. Layout is no part of what runs, so nothing needs a new deployment. */
export function moveNodes(places: Places): Command {
  return { label: 'commands.move', apply: (document) => pipelineEdits.moveNodes(document, places) };
}

/** Lays the whole graph out anew, as one step. */
export function tidyUp(places: Places): Command {
  return { label: 'commands.tidyUp', apply: (document) => pipelineEdits.moveNodes(document, places) };
}
