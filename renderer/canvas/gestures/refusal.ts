import { connectionRefusal } from '../../../runtime/compile/index.ts';
import type { Catalog, Diagnostic } from '../../../runtime/compile/plan.ts';
import type { PipelineText } from '../../../runtime/spec/editing.ts';
import type { PipelineEdge, PipelineNode } from '../../../runtime/spec/types.ts';
import { addNode } from '../../document/index.ts';

/** Why an edge may not be drawn; undefined where it may. */
export function refusalOf(
  document: PipelineText,
  catalog: Catalog,
  { from, to }: PipelineEdge,
): Diagnostic | undefined {
  return connectionRefusal(document, catalog, from, to);
}

const NEW = 'new-node';

/** Whether a node yet to be made could be wired as asked. Tried on a copy of the document, since only compile knows the rules. */
export function couldWire(
  document: PipelineText,
  catalog: Catalog,
  node: PipelineNode,
  wiring: { readonly after?: string | undefined; readonly before?: string | undefined },
): boolean {
  if (wiring.after === undefined && wiring.before === undefined) return true;
  const tried = addNode(NEW, node, [0, 0]).apply(document);
  const refused = (from: string, to: string): boolean => connectionRefusal(tried, catalog, from, to) !== undefined;
  if (wiring.after !== undefined && refused(wiring.after, NEW)) return false;
  return wiring.before === undefined || !refused(NEW, wiring.before);
}
