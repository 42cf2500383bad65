import type { PipelineText } from './editing.ts';
import { parseText } from './parseText.ts';
import { API_VERSION } from './shape/readTop.ts';

/** An empty document. The name must be valid (`isName`), or the document says so. */
export function newPipelineText(name: string): PipelineText {
  return parseText(`apiVersion: ${API_VERSION}\nkind: Pipeline\nname: ${name}\nbus: embedded\nnodes: {}\nedges: []\n`);
}
