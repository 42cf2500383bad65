import type { ComponentCallDto } from '../../../runtime/api/contract.ts';
import type { ComponentDescriptor } from '../../../runtime/compile/plan.ts';
import type { Pipeline, PipelineNode } from '../../../runtime/spec/types.ts';

/** What to call a node's component with, to check it, list choices or preview records; undefined for kinds that have none of it. */
export function componentCall(
  node: PipelineNode,
  component: ComponentDescriptor | undefined,
  pipeline: Pipeline | undefined,
): ComponentCallDto | undefined {
  if (component === undefined || (component.role !== 'source' && component.role !== 'sink')) return undefined;
  const name = 'connection' in node ? node.connection : undefined;
  const connection = name === undefined ? undefined : pipeline?.connections?.[name];
  return {
    role: component.role,
    type: component.type,
    config: node.config ?? {},
    ...(connection === undefined ? {} : { connection }),
  };
}
