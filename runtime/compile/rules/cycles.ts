import { findCycles } from '../cycles.ts';
import type { Rule } from '../ruleContext.ts';

/** Loops, each named by the nodes on it. More than a few of them are one tangle, and a few show where it is. */
const MAX_SAID = 10;

export const cycles: Rule = ({ graph, report }) => {
  for (const cycle of findCycles(graph).slice(0, MAX_SAID)) {
    const names = [...cycle.map((edge) => edge.from.id), cycle[0]!.from.id];
    report.say('cycle', {
      message: `The edges ${shorten(names).join(' -> ')} lead round in a circle.`,
      hint: 'Remove one of them: a pipeline has a direction.',
      path: `edges.${cycle.at(-1)!.index}`,
      node: cycle[0]!.from.id,
    });
  }
};

function shorten(names: readonly string[]): readonly string[] {
  return names.length <= 12 ? names : [...names.slice(0, 6), '…', ...names.slice(-5)];
}
