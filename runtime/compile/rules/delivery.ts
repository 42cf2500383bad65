import type { Rule } from '../ruleContext.ts';

/** Exactly-once asked of sinks that cannot store progress together with data (P7). */
export const delivery: Rule = ({ pipeline, uses, report }) => {
  if (pipeline.delivery !== 'exactly-once') return;
  for (const { role, type, descriptor, graphNode } of uses) {
    if (role !== 'sink' || graphNode === undefined || descriptor === undefined || descriptor.exactlyOnce === true)
      continue;
    report.say('delivery_at_least_once', {
      severity: 'warning',
      message: `The sink "${graphNode.id}" cannot promise exactly-once: after a failure ${type} may get the last records again.`,
      hint: 'Write to a sink that can, or see to it that a repeated record does no harm.',
      path: `nodes.${graphNode.id}.sink`,
    });
  }
};
