import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalJson } from '../foundation/index.ts';
import type { RuntimeSpec } from './plan.ts';

/**
 * The hash of all that runs. Two documents that differ only in layout, comments, descriptions or order give the same: the plan has
 * none of the first three, keys are sorted, and so are connectors, topics and branches, whose order means nothing.
 */
export function contentHash(spec: Omit<RuntimeSpec, 'hash'>): string {
  const { connectors, topics, ...rest } = spec;
  const content = { ...rest, connectors: sorted(connectors), topics: sorted(topics) };
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(content))));
}

function sorted(
  items: readonly { readonly name?: string; readonly node?: string; readonly kind?: string }[],
): readonly unknown[] {
  const nameOf = (item: (typeof items)[number]): string => `${item.name ?? item.node ?? ''} ${item.kind ?? ''}`;
  return items.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)).map((item) => sortBranches(item));
}

/** Lists of plans (they have an `edge` or a `topic`) in a fixed order; lists of the configuration as they are. */
function sortBranches(plan: object): object {
  const result: { [key: string]: unknown } = { ...plan };
  for (const key of ['steps', 'next', 'inputs'] as const) {
    const list = result[key];
    if (!Array.isArray(list)) continue;
    const nameOf = (item: { readonly edge?: string; readonly topic?: string }): string =>
      `${item.edge ?? ''} ${item.topic ?? ''}`;
    result[key] = list.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)).map((item: object) => sortBranches(item));
  }
  return result;
}
