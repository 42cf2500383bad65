import type { TaskShare } from '@gantry/sdk';
import type { RuntimeSpec, SourcePlan } from '../../compile/plan.ts';
import type { ComponentCalls } from '../calls/componentCalls.ts';
import { CLUSTER_ERRORS } from '../errors.ts';

/** Asks a source to split its work, in a thread with a time limit. Throws what it threw, `cluster.call_timed_out`, `cluster.shares_invalid`. */
export async function splitSource(
  calls: ComponentCalls,
  spec: RuntimeSpec,
  plan: SourcePlan,
): Promise<readonly TaskShare[]> {
  const connection = plan.connection === undefined ? undefined : spec.connections[plan.connection]?.config;
  const target = {
    pipeline: spec.pipeline,
    node: plan.node,
    role: 'source',
    type: plan.type,
    config: plan.config,
    ...(connection === undefined ? {} : { connection }),
  } as const;
  const shares = await calls.call(target, { what: 'tasks', maxTasks: plan.maxTasks });
  const keys = new Set(shares.map((share) => share.key));
  if (shares.length > 0 && shares.length <= plan.maxTasks && keys.size === shares.length && !keys.has(''))
    return shares;
  throw CLUSTER_ERRORS.error('shares_invalid', {
    message: `the source ${plan.node} (${plan.type}) split its work into ${shares.length} shares with ${keys.size} keys, of at most ${plan.maxTasks}`,
    hint: 'This is a fault of its plugin: shares need different keys, and there must be one at least.',
    path: `nodes.${plan.node}`,
  });
}
