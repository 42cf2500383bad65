import { toGantryError } from '@gantry/sdk';
import type { GantryError } from '@gantry/sdk';

/** How to try some items, and what to do with one that is refused. */
export interface Isolation<Item> {
  /** Takes the items or throws; `from` is the index of the first of them. A retryable error ends the search. */
  attempt(items: readonly Item[], from: number): Promise<void>;
  refuse(index: number, error: GantryError): Promise<void>;
}

/**
 * Narrows a refused list down by halving to the items that are at fault, in order: everything before an item was taken or refused
 * when its turn comes, so a `refuse` that throws leaves exactly the good beginning taken.
 */
export async function isolate<Item>(
  items: readonly Item[],
  error: GantryError,
  isolation: Isolation<Item>,
  from = 0,
): Promise<void> {
  if (items.length <= 1) {
    if (items.length === 1) await isolation.refuse(from, error);
    return;
  }
  const middle = items.length >> 1;
  for (const [start, end] of [
    [0, middle],
    [middle, items.length],
  ] as const) {
    const half = items.slice(start, end);
    try {
      await isolation.attempt(half, from + start);
    } catch (caught) {
      const cause = toGantryError(caught);
      if (cause.retryable || cause.code === 'cancelled') throw cause;
      await isolate(half, cause, isolation, from + start);
    }
  }
}
