import type { TopicNode } from '../../spec/index.ts';
import type { ConnectorPlan, ErrorPlan, Step, TopicPlan } from '../plan.ts';
import type { ImpliedTopic } from './impliedTopics.ts';
import type { PlanningInput } from './planPipeline.ts';
import { parseAge, parseSize } from './settings.ts';

/** Every topic the connectors need: those drawn, those implied, those routed to, and those of dead letters. */
export function planTopics(
  input: PlanningInput,
  connectors: readonly ConnectorPlan[],
  implied: readonly ImpliedTopic[],
): readonly TopicPlan[] {
  const readers = tasksByTopic(connectors);
  const topics = new Map<string, TopicPlan>();
  for (const node of input.graph.nodes.values()) {
    if (node.kind !== 'topic') continue;
    const { queues, retention } = node.node as TopicNode;
    topics.set(node.type, {
      name: node.type,
      node: node.id,
      queues: queues ?? readers.get(node.type) ?? 1,
      implied: false,
      retention: retentionOf(retention),
    });
  }
  for (const { name } of implied) {
    topics.set(name, { name, queues: readers.get(name) ?? 1, implied: true, retention: { whenReleased: true } });
  }
  for (const step of connectors.flatMap(stepsOf)) {
    if (step.kind !== 'produce') continue;
    const beside = topics.get(step.topic)!;
    for (const name of step.routedTopics) {
      if (!topics.has(name)) topics.set(name, { name, queues: beside.queues, implied: false, retention: {} });
    }
  }
  for (const name of deadLetterTopics(connectors)) {
    if (!topics.has(name)) topics.set(name, { name, queues: 1, implied: false, retention: {} });
  }
  return [...topics.values()];
}

/** Every step of a connector, in depth. */
export function stepsOf(connector: ConnectorPlan): readonly Step[] {
  const found: Step[] = [];
  const open = [...(connector.kind === 'source' ? connector.steps : connector.inputs.flatMap((input) => input.steps))];
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    found.push(step);
    if (step.kind === 'transform') open.push(...step.next);
  }
  return found;
}

function tasksByTopic(connectors: readonly ConnectorPlan[]): ReadonlyMap<string, number> {
  const tasks = new Map<string, number>();
  for (const connector of connectors) {
    if (connector.kind === 'source') continue;
    for (const { topic } of connector.inputs) tasks.set(topic, Math.max(tasks.get(topic) ?? 1, connector.tasks));
  }
  return tasks;
}

function deadLetterTopics(connectors: readonly ConnectorPlan[]): readonly string[] {
  const plans = connectors.flatMap((connector): readonly ErrorPlan[] => [
    connector.errors,
    ...stepsOf(connector).flatMap((step) => (step.kind === 'write' ? [] : [step.errors])),
  ]);
  return [...new Set(plans.filter((plan) => plan.policy === 'dead-letter').map((plan) => plan.topic))];
}

function retentionOf(retention: TopicNode['retention']): TopicPlan['retention'] {
  const ageMs = retention?.age === undefined ? undefined : parseAge(retention.age);
  const bytes = retention?.size === undefined ? undefined : parseSize(retention.size);
  return { ...(ageMs === undefined ? {} : { ageMs }), ...(bytes === undefined ? {} : { bytes }) };
}
