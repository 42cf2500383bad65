import type { ConnectorDto, DeploymentState, TaskDto } from '../../api/contract.ts';
import type { ConnectorPlan } from '../../compile/plan.ts';

/** From worst to best: a connector is as bad as the worst of its tasks, a deployment as the worst of its connectors. */
const WORST_FIRST: readonly DeploymentState[] = [
  'failed',
  'retrying',
  'starting',
  'stopping',
  'running',
  'paused',
  'stopped',
  'ended',
];

/** The worst of the states; undefined where there are none. */
export function worst(states: Iterable<DeploymentState>): DeploymentState | undefined {
  const present = new Set(states);
  return WORST_FIRST.find((state) => present.has(state));
}

/** A connector as the surfaces see it. `resting` is its state while it has no tasks. */
export function connectorDto(plan: ConnectorPlan, tasks: readonly TaskDto[], resting: DeploymentState): ConnectorDto {
  const own = tasks.filter((task) => task.node === plan.node && task.kind === plan.kind);
  return {
    node: plan.node,
    kind: plan.kind,
    type: plan.kind === 'relay' ? 'relay' : plan.type,
    state: worst(own.map((task) => task.state)) ?? resting,
  };
}
