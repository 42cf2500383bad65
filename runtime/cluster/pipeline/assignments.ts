import type { TaskShare } from '@gantry/sdk';
import { sameJson } from '../../foundation/index.ts';
import type { ConnectorPlan, RuntimeSpec, Step } from '../../compile/plan.ts';
import type { TaskAssignment } from '../../tasks/index.ts';

/** A task before it has an owner: its epoch is still to come. */
export type TaskPlan = Omit<TaskAssignment, 'epoch'>;

/** How each source's work was split, by node. */
export type SharesByNode = { readonly [node: string]: readonly TaskShare[] };

/**
 * The tasks of a spec. Each carries only those parts of the spec that its own connector uses, so that a change elsewhere in the
 * document leaves it equal, and an equal task is not restarted.
 */
export function planTasks(spec: RuntimeSpec, shares: SharesByNode): readonly TaskPlan[] {
  return spec.connectors.flatMap((connector) => {
    const used = usedSpec(spec, connector);
    return units(connector, shares).map((unit, index, all) => ({
      id: `${spec.pipeline}/${connector.node}/${unit.key}`,
      pipeline: spec.pipeline,
      connector,
      spec: used,
      key: unit.key,
      input: unit.input,
      index,
      count: all.length,
    }));
  });
}

/** Whether a running task need not be touched. */
export function isSameTask(a: TaskPlan, b: TaskPlan): boolean {
  return (
    a.id === b.id &&
    a.index === b.index &&
    a.count === b.count &&
    sameJson(a.input, b.input) &&
    sameJson(a.connector, b.connector) &&
    sameJson(a.spec, b.spec)
  );
}

/** A step of a connector with all that follow it, in depth. */
export function allSteps(connector: ConnectorPlan): readonly Step[] {
  const roots = connector.kind === 'source' ? connector.steps : connector.inputs.flatMap((input) => input.steps);
  return roots.flatMap(withFollowing);
}

/** Topics it reads. */
export function topicsRead(connector: ConnectorPlan): readonly string[] {
  if (connector.kind === 'source') return [];
  return unique(connector.inputs.flatMap((input) => [input.topic, ...input.routedTopics]));
}

/** Topics it appends records to; dead letters are not among them. */
export function topicsWritten(connector: ConnectorPlan): readonly string[] {
  return unique(
    allSteps(connector).flatMap((step) => (step.kind === 'produce' ? [step.topic, ...step.routedTopics] : [])),
  );
}

/** Topics its dead letters go to. */
export function deadLetterTopics(connector: ConnectorPlan): readonly string[] {
  const errors = [
    connector.errors,
    ...allSteps(connector).flatMap((step) => (step.kind === 'write' ? [] : [step.errors])),
  ];
  return unique(errors.filter((plan) => plan.policy === 'dead-letter').map((plan) => plan.topic));
}

/** Every edge (`from->to`) that records of the spec pass. */
export function edgesOf(spec: RuntimeSpec): readonly string[] {
  return unique(spec.connectors.flatMap((connector) => allSteps(connector).map((step) => step.edge)));
}

function units(connector: ConnectorPlan, shares: SharesByNode): readonly Pick<TaskShare, 'key' | 'input'>[] {
  if (connector.kind === 'source') return shares[connector.node] ?? [];
  return Array.from({ length: connector.tasks }, (_, index) => ({ key: `task-${index}`, input: null }));
}

function usedSpec(spec: RuntimeSpec, connector: ConnectorPlan): TaskPlan['spec'] {
  const names = [spec.bus.connection, connector.kind === 'relay' ? undefined : connector.connection];
  const connections = names.flatMap((name) => {
    const connection = name === undefined ? undefined : spec.connections[name];
    return name === undefined || connection === undefined ? [] : [[name, connection] as const];
  });
  const topics = new Set([...topicsRead(connector), ...topicsWritten(connector), ...deadLetterTopics(connector)]);
  return {
    bus: spec.bus,
    connections: Object.fromEntries(connections),
    topics: spec.topics.filter((topic) => topics.has(topic.name)),
    maskedFields: spec.maskedFields,
    delivery: spec.delivery,
  };
}

function withFollowing(step: Step): readonly Step[] {
  return step.kind === 'transform' ? [step, ...step.next.flatMap(withFollowing)] : [step];
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
