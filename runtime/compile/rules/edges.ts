import { nameHint } from '../../foundation/index.ts';
import type { RefusedEdge } from '../graph.ts';
import type { Rule, RuleContext } from '../ruleContext.ts';
import type { CompileErrorName } from '../errors.ts';
import type { Finding } from '../report.ts';

/** Edges that can mean nothing. */
export const edges: Rule = (context) => {
  for (const edge of context.graph.refused) {
    const refusal = refuseEdge(edge, context);
    if (refusal !== undefined) context.report.say(refusal.name, { path: `edges.${edge.index}`, ...refusal.finding });
  }
};

/** Why an edge is none. */
export function refuseEdge(
  edge: RefusedEdge,
  context: Pick<RuleContext, 'graph' | 'unreadableNodes'>,
): { readonly name: CompileErrorName; readonly finding: Omit<Finding, 'path'> } | undefined {
  const { from = '', to = '', text } = edge;
  switch (edge.reason) {
    case 'malformed':
      // One that is no text at all has been spoken of already.
      if (text === '') return undefined;
      return {
        name: 'edge_malformed',
        finding: {
          message: `"${text}" is not an edge.`,
          hint: 'Write it as "from -> to", with the names of two nodes.',
        },
      };
    case 'dangling':
      return dangling(from, to, context);
    case 'duplicate':
      return {
        name: 'edge_duplicate',
        finding: { message: `The edge ${from} -> ${to} stands twice.`, hint: 'Remove one of the two.', node: from },
      };
    case 'self':
      return {
        name: 'edge_self',
        finding: { message: `The edge ${from} -> ${to} leads from a node to itself.`, hint: 'Remove it.', node: from },
      };
    case 'into-source':
      return {
        name: 'edge_into_source',
        finding: {
          message: `The edge ${from} -> ${to} leads into a source; a source cannot be the target of an edge.`,
          hint: `Start the edge at "${to}", or end it at another node.`,
          node: to,
        },
      };
    case 'out-of-sink':
      return {
        name: 'edge_out_of_sink',
        finding: {
          message: `The edge ${from} -> ${to} leads out of a sink; data ends there.`,
          hint: `Connect what leads to "${from}" to "${to}" as well.`,
          node: from,
        },
      };
  }
}

function dangling(
  from: string,
  to: string,
  context: Pick<RuleContext, 'graph' | 'unreadableNodes'>,
): ReturnType<typeof refuseEdge> {
  const { nodes } = context.graph;
  const missing = [from, to].filter((id) => !nodes.has(id) && !context.unreadableNodes.has(id));
  if (missing.length === 0) return undefined;
  const names = missing.map((id) => `"${id}"`).join(' and ');
  const there = nodes.has(from) ? from : nodes.has(to) ? to : undefined;
  return {
    name: 'edge_dangling',
    finding: {
      message: `The edge ${from} -> ${to} names ${names}, which is no node.`,
      hint: nameHint(missing[0]!, nodes.keys()),
      node: there,
    },
  };
}
