import type { ConnectorPlan } from '../../compile/plan.ts';
import { deadLetterTopics, topicsRead, topicsWritten } from './assignments.ts';

/** Topics that other deployments still append to. */
export type ForeignTopics = ReadonlySet<string>;

/**
 * The sinks and relays whose every writer has ended, so that nothing more will come to them. One that reads a topic which
 * nobody here writes is fed from outside and never done; without `foreign` (a run that is told to end) only what this
 * pipeline itself writes counts.
 */
export function readyToFinish(
  connectors: readonly ConnectorPlan[],
  hasEnded: (node: string) => boolean,
  foreign: ForeignTopics | undefined,
): ReadonlySet<string> {
  const writers = writersByTopic(connectors);
  const isDone = (topic: string, reader: string): boolean => {
    // Its own dead letters, where it reads those, are no reason to wait for itself.
    const others = (writers.get(topic) ?? []).filter((node) => node !== reader);
    if (foreign !== undefined && (others.length === 0 || foreign.has(topic))) return false;
    return others.every(hasEnded);
  };
  const fed = connectors.filter(
    (connector) => connector.kind !== 'source' && topicsRead(connector).every((topic) => isDone(topic, connector.node)),
  );
  return new Set(fed.map((connector) => connector.node));
}

function writersByTopic(connectors: readonly ConnectorPlan[]): ReadonlyMap<string, readonly string[]> {
  const writers = new Map<string, string[]>();
  for (const connector of connectors) {
    for (const topic of [...topicsWritten(connector), ...deadLetterTopics(connector)]) {
      writers.set(topic, [...(writers.get(topic) ?? []), connector.node]);
    }
  }
  return writers;
}
