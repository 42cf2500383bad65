import { connectionRefusal } from '../../../runtime/compile/index.ts';
import type { Catalog } from '../../../runtime/compile/plan.ts';
import type { PipelineText } from '../../../runtime/spec/editing.ts';
import { newNode } from '../componentRef.ts';
import type { ComponentRef } from '../componentRef.ts';
import { COLUMN_STEP, freePlace } from '../geometry.ts';
import { placesOf } from '../placement.ts';
import type { Command } from '../types.ts';
import { addNode } from './addNode.ts';

/**
 * Adds a component beside a node, wired from it where the rules allow; without one, right of everything. Undefined while the text
 * cannot be read.
 */
export function addComponent(
  document: PipelineText,
  catalog: Catalog,
  ref: ComponentRef,
  beside: string | undefined,
): { readonly id: string; readonly command: Command } | undefined {
  const { pipeline } = document;
  if (pipeline === undefined) return undefined;
  const { id, node } = newNode(pipeline, ref);
  const places = placesOf(pipeline);
  const anchor = beside === undefined ? undefined : places.get(beside);
  const taken = [...places.values()];
  const rightmost = taken.length === 0 ? -COLUMN_STEP : Math.max(...taken.map(([x]) => x));
  const at = freePlace(
    taken,
    anchor === undefined ? [rightmost + COLUMN_STEP, taken[0]?.[1] ?? 0] : [anchor[0] + COLUMN_STEP, anchor[1]],
  );
  const alone = addNode(id, node, at);
  if (beside === undefined) return { id, command: alone };
  const legal = connectionRefusal(alone.apply(document), catalog, beside, id) === undefined;
  return { id, command: legal ? addNode(id, node, at, { from: [beside] }) : alone };
}
