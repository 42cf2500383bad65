import { pipelineEdits } from '../../../runtime/spec/index.ts';
import type { Command } from '../types.ts';

/** Gives a node another name, in edges and layout too. */
export function renameNode(from: string, to: string): Command {
  return { label: 'commands.rename', apply: (document) => pipelineEdits.renameNode(document, from, to) };
}
