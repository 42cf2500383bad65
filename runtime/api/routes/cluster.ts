import type { Catalog } from '../../compile/plan.ts';
import { ROUTES } from '../contract.ts';
import type { ClusterDto, MemberDto, TaskDto } from '../contract.ts';
import type { ApiContext, ApiInstance } from '../context.ts';
import { listOf, ref } from '../schemas/index.ts';
import { answers } from './answers.ts';

/** What there is: the cluster, its members, plugins' components, tasks. */
export function addClusterRoutes(app: ApiInstance, { member, workspace }: ApiContext): void {
  app.get(
    ROUTES.cluster,
    {
      schema: {
        tags: ['cluster'],
        summary: 'The cluster this member belongs to',
        response: answers(ref<ClusterDto>('ClusterDto')),
      },
    },
    async () => ({ ...(await member.cluster()), workspace: workspace.dir }),
  );

  app.get(
    ROUTES.members,
    {
      schema: { tags: ['cluster'], summary: 'Its members', response: answers(listOf<MemberDto>('MemberDto')) },
    },
    () => member.members(),
  );

  app.get(
    ROUTES.catalog,
    {
      schema: {
        tags: ['cluster'],
        summary: 'The components of all plugins',
        response: answers(ref<Catalog>('Catalog')),
      },
    },
    () => member.catalog(),
  );

  app.get(
    ROUTES.tasks,
    {
      schema: {
        tags: ['tasks'],
        summary: 'All tasks with their figures',
        response: answers(listOf<TaskDto>('TaskDto')),
      },
    },
    () => member.tasks(),
  );
}
