import { Type } from '@sinclair/typebox';
import { createEventStream } from '../events/eventStream.ts';
import type { EventStream } from '../events/eventStream.ts';
import type { MemberEvent } from '../../cluster/types.ts';
import { ROUTES } from '../contract.ts';
import type { ProblemDto } from '../contract.ts';
import type { ApiContext, ApiInstance } from '../context.ts';
import { ref } from '../schemas/index.ts';

const HEARTBEAT_MS = 15_000;

/** Server-sent events: every deployment as it is, then whatever changes. */
export function addEventRoute(app: ApiInstance, { member, workspace }: ApiContext): void {
  const streams = new Set<EventStream>();
  // One subscription each for all readers, so that their number costs the member nothing.
  const broadcast = (event: MemberEvent): void => {
    for (const stream of streams) stream.send(event);
  };
  const stopMember = member.subscribe(broadcast);
  const stopWorkspace = workspace.subscribe((change) => broadcast({ type: 'pipelineChanged', data: change }));
  const heartbeat = setInterval(() => {
    for (const stream of streams) stream.heartbeat();
  }, HEARTBEAT_MS);
  heartbeat.unref();

  // Before the server waits for open connections to end: these do not by themselves.
  app.addHook('preClose', async () => {
    clearInterval(heartbeat);
    stopMember();
    stopWorkspace();
    for (const stream of streams) stream.close();
  });

  app.get(
    ROUTES.events,
    {
      schema: {
        tags: ['events'],
        summary: 'Server-sent events',
        produces: ['text/event-stream'],
        description:
          '`event:` is a key of EventMap, `data:` its value: deployment (all of them first), deploymentDeleted, figures, pipelineChanged, dropped, log.',
        response: { 200: Type.String(), '4xx': ref<ProblemDto>('ProblemDto') },
      },
    },
    async (_request, reply) => {
      // Events from here on wait behind the initial states, so that a change between the two is not lost.
      const early: MemberEvent[] = [];
      const stopEarly = member.subscribe((event) => early.push(event));
      const deployments = await member.deployments().finally(stopEarly);
      reply.hijack();
      reply.raw.writeHead(200, {
        ...(reply.getHeaders() as Record<string, string>),
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      reply.raw.write('retry: 1000\n\n');
      const stream = createEventStream(reply.raw);
      for (const deployment of deployments) stream.send({ type: 'deployment', data: deployment });
      for (const event of early) stream.send(event);
      streams.add(stream);
      reply.raw.once('close', () => {
        streams.delete(stream);
        stream.close();
      });
    },
  );
}
