import type { Bus, TopicSpec } from '@gantry/sdk';
import type { RuntimeSpec } from '../../compile/plan.ts';
import { deadLetterTopics, topicsRead, topicsWritten } from './assignments.ts';

/** Makes every topic a task could touch before the first one starts: named and implied, routed ones, dead letters. */
export async function ensureTopics(bus: Bus, spec: RuntimeSpec): Promise<void> {
  for (const topic of wantedTopics(spec)) await bus.ensureTopic(topic);
}

/** The topics a spec needs. Those that no plan describes (routed, dead letters) have one queue and keep what they get. */
export function wantedTopics(spec: RuntimeSpec): readonly TopicSpec[] {
  const planned: TopicSpec[] = spec.topics.map((topic) => ({
    name: topic.name,
    queues: topic.queues,
    retention: topic.retention,
  }));
  const known = new Set(planned.map((topic) => topic.name));
  const others = spec.connectors.flatMap((each) => [
    ...topicsRead(each),
    ...topicsWritten(each),
    ...deadLetterTopics(each),
  ]);
  const queuesBeside = new Map(spec.connectors.flatMap((each) => routedQueues(spec, topicsWritten(each))));
  for (const name of new Set(others)) {
    if (!known.has(name)) planned.push({ name, queues: queuesBeside.get(name) ?? 1 });
  }
  return planned;
}

/** A topic that records are routed to is as wide as the widest one it stands in for. */
function routedQueues(spec: RuntimeSpec, names: readonly string[]): readonly (readonly [string, number])[] {
  const widest = Math.max(1, ...spec.topics.filter((topic) => names.includes(topic.name)).map((topic) => topic.queues));
  return names.map((name) => [name, widest] as const);
}
