import { sameJson } from '../../foundation/index.ts';
import type { GraphNode } from '../graph.ts';
import { formatStatements } from '../planning/topicFormat.ts';
import type { Rule, RuleContext } from '../ruleContext.ts';

/** Converter boxes: where they stand, and that all that speaks of a topic's converter agrees. */
export const converters: Rule = (context) => {
  for (const node of context.graph.nodes.values()) {
    if (node.kind === 'converter') checkPlace(node, context);
    if (node.kind === 'topic') checkAgreement(node, context);
  }
};

function checkPlace(box: GraphNode, { report }: RuleContext): void {
  const path = `nodes.${box.id}`;
  const earlier = passedConverter(box);
  if (earlier !== undefined) {
    report.say('converter_chain', {
      message: `The converters "${earlier.id}" and "${box.id}" follow each other with no topic between.`,
      hint: 'Remove one of the two: a topic has one converter.',
      path,
    });
    return;
  }
  const leadsToTopic = box.out.some((edge) => edge.to.kind === 'topic');
  const comesFromTopic = box.in.some((edge) => edge.from.kind === 'topic');
  const far = box.out.find(
    (edge) => edge.to.kind !== 'topic' && reaches(edge.to, 'topic', (node) => node.out.map((out) => out.to)),
  );
  if (far !== undefined && !comesFromTopic) {
    misplaced(
      box,
      `"${far.to.id}" stands between it and a topic.`,
      `Put the converter right before the topic, after "${far.to.id}".`,
      report,
    );
    return;
  }
  const late = box.in.find(
    (edge) => edge.from.kind !== 'topic' && reaches(edge.from, 'topic', (node) => node.in.map((into) => into.from)),
  );
  const leadsOn = box.out.some((edge) => edge.to.kind !== 'topic');
  if (late !== undefined && (leadsOn || !leadsToTopic)) {
    misplaced(
      box,
      `"${late.from.id}" stands between the topic and it.`,
      `Put the converter right after the topic, before "${late.from.id}".`,
      report,
    );
    return;
  }
  const isBothSides = comesFromTopic && leadsOn && box.in.some((edge) => edge.from.kind !== 'topic');
  if (isBothSides)
    misplaced(
      box,
      'it reads a topic and takes records from elsewhere.',
      'Use a converter of its own for each.',
      report,
    );
}

function misplaced(box: GraphNode, why: string, hint: string, report: RuleContext['report']): void {
  report.say('converter_misplaced', {
    message: `The converter "${box.id}" does not stand next to its topic: ${why}`,
    hint,
    path: `nodes.${box.id}`,
  });
}

function checkAgreement(topic: GraphNode, { report }: RuleContext): void {
  const [first, ...others] = formatStatements(topic);
  const { converter, config } = topic.node as { readonly converter?: string; readonly config?: object };
  if (first !== undefined && converter === undefined && config !== undefined) {
    report.say('converter_conflict', {
      message: `The topic "${topic.id}" has a converter box, so its own "config" belongs to nobody.`,
      hint: `Move "config" to the converter "${first.box?.id}".`,
      path: `nodes.${topic.id}.config`,
    });
  }
  for (const other of others) {
    if (first === undefined || (other.type === first.type && sameJson(other.config, first.config))) continue;
    const difference =
      other.type === first.type ? `"${first.type}" with different options` : `"${first.type}" and "${other.type}"`;
    report.say('converter_conflict', {
      message: `The topic "${topic.id}" is told two converters: ${difference}.`,
      hint: 'A topic has one converter for all who write and read it. Remove one, or use a second topic.',
      path: other.path,
    });
  }
}

/** A converter before this one with no topic between. */
function passedConverter(box: GraphNode): GraphNode | undefined {
  const seen = new Set<GraphNode>([box]);
  const open = box.in.map((edge) => edge.from);
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (node.kind === 'converter') return node;
    if (node.kind === 'transform') open.push(...node.in.map((edge) => edge.from));
  }
  return undefined;
}

/** Whether a node of a kind is reached through transforms alone. */
function reaches(start: GraphNode, kind: GraphNode['kind'], next: (node: GraphNode) => readonly GraphNode[]): boolean {
  const seen = new Set<GraphNode>();
  const open = [start];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.kind === kind) return true;
    if (seen.has(node) || node.kind !== 'transform') continue;
    seen.add(node);
    open.push(...next(node));
  }
  return false;
}
