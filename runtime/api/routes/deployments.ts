import { Type } from '@sinclair/typebox';
import { parseText } from '../../spec/index.ts';
import type { DeploymentDto, PositionDto, PositionEditDto, SamplesDto } from '../contract.ts';
import { ROUTES } from '../contract.ts';
import type { ApiContext, ApiInstance } from '../context.ts';
import { API_ERRORS } from '../errors.ts';
import { listOf, oneOf, ref } from '../schemas/index.ts';
import { answers, nameParams, noContent } from './answers.ts';

const deployment = ref<DeploymentDto>('DeploymentDto');

/** What runs: deploy, look, pause, resume, stop, restart, remove. */
export function addDeploymentRoutes(app: ApiInstance, { member }: ApiContext): void {
  const tags = ['deployments'];

  app.get(
    ROUTES.deployments,
    {
      schema: { tags, summary: 'All deployments', response: answers(listOf<DeploymentDto>('DeploymentDto')) },
    },
    () => member.deployments(),
  );

  app.get(
    ROUTES.deployment,
    {
      schema: { tags, summary: 'One deployment', params: nameParams, response: answers(deployment) },
    },
    (request) => member.deployment(request.params.name),
  );

  app.put(
    ROUTES.deployment,
    {
      schema: {
        tags,
        summary: 'Deploys a document',
        params: nameParams,
        response: answers(deployment),
        description:
          '409 when `baseRevision` is not the current one, 422 with diagnostics when the document does not compile.',
        body: Type.Object(
          { text: Type.String(), baseRevision: Type.Optional(Type.Integer()) },
          { additionalProperties: false },
        ),
      },
    },
    (request) => {
      const { text, baseRevision } = request.body;
      checkSameName(request.params.name, text);
      return member.deploy(text, baseRevision === undefined ? {} : { baseRevision });
    },
  );

  app.delete(
    ROUTES.deployment,
    {
      schema: {
        tags,
        summary: 'Removes a deployment',
        params: nameParams,
        response: noContent,
        querystring: Type.Object(
          { positions: Type.Optional(oneOf(['keep', 'forget'], '`keep` where left out')) },
          { additionalProperties: false },
        ),
      },
    },
    async (request, reply) => {
      await member.remove(request.params.name, { positions: request.query.positions ?? 'keep' });
      return reply.code(204).send();
    },
  );

  app.post(
    ROUTES.pause,
    {
      schema: { tags, summary: 'Pauses it where it is', params: nameParams, response: answers(deployment) },
    },
    (request) => member.pause(request.params.name),
  );

  app.post(
    ROUTES.resume,
    {
      schema: { tags, summary: 'Lets it run again', params: nameParams, response: answers(deployment) },
    },
    (request) => member.resume(request.params.name),
  );

  app.post(
    ROUTES.stop,
    {
      schema: { tags, summary: 'Stops it; positions are kept', params: nameParams, response: answers(deployment) },
    },
    (request) => member.stop(request.params.name),
  );

  app.post(
    ROUTES.restart,
    {
      schema: {
        tags,
        summary: 'Restarts all its tasks, the failed ones, or one',
        params: nameParams,
        response: answers(deployment),
        body: Type.Object(
          { scope: oneOf(['all', 'failed']), task: Type.Optional(Type.String()) },
          { additionalProperties: false },
        ),
      },
    },
    (request) => member.restart(request.params.name, request.body),
  );
}

/** Positions and the records that pass. */
export function addInsightRoutes(app: ApiInstance, { member }: ApiContext): void {
  const positions = answers(listOf<PositionDto>('PositionDto'));

  app.get(
    ROUTES.positions,
    {
      schema: {
        tags: ['positions'],
        summary: 'Where sources and readers are',
        params: nameParams,
        response: positions,
      },
    },
    (request) => member.positions(request.params.name),
  );

  app.put(
    ROUTES.positions,
    {
      schema: {
        tags: ['positions'],
        summary: 'Moves positions of a stopped deployment',
        params: nameParams,
        response: positions,
        body: Type.Object({ positions: listOf<PositionEditDto>('PositionEditDto') }, { additionalProperties: false }),
      },
    },
    (request) => member.setPositions(request.params.name, request.body.positions),
  );

  app.delete(
    ROUTES.positions,
    {
      schema: {
        tags: ['positions'],
        summary: 'Forgets positions of a stopped deployment: of all of it, or of one node',
        params: nameParams,
        response: positions,
        querystring: Type.Object({ node: Type.Optional(Type.String()) }, { additionalProperties: false }),
      },
    },
    (request) => member.resetPositions(request.params.name, request.query.node),
  );

  app.get(
    ROUTES.samples,
    {
      schema: {
        tags: ['deployments'],
        summary: 'The last records that passed an edge, or that a sink shows',
        params: nameParams,
        response: answers(ref<SamplesDto>('SamplesDto')),
        querystring: Type.Object(
          {
            edge: Type.Optional(Type.String({ description: '`from->to`' })),
            node: Type.Optional(Type.String()),
          },
          { additionalProperties: false },
        ),
      },
    },
    (request) => {
      const { edge, node } = request.query;
      if (edge !== undefined && node === undefined) return member.samples(request.params.name, { edge });
      if (node !== undefined && edge === undefined) return member.samples(request.params.name, { node });
      throw API_ERRORS.error('body_invalid', {
        message: 'samples are asked for by edge or by node',
        hint: 'Give one of `?edge=from->to` and `?node=ID`.',
      });
    },
  );
}

/** A text that is no document yet goes on: the member answers with diagnostics. */
function checkSameName(name: string, text: string): void {
  const written = parseText(text).pipeline?.name;
  if (written === undefined || written === '' || written === name) return;
  throw API_ERRORS.error('name_mismatch', {
    message: `the document is named ${written}, the path says ${name}`,
    hint: 'Use the same name in both.',
    path: 'name',
  });
}
