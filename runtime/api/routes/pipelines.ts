import { Type } from '@sinclair/typebox';
import type { CompileDto, DeploymentDto, PipelineDto, PipelineSummaryDto, TemplateDto } from '../contract.ts';
import { ROUTES } from '../contract.ts';
import type { ApiContext, ApiInstance } from '../context.ts';
import { listOf, ref } from '../schemas/index.ts';
import { provideTemplateData } from '../templates/templates.ts';
import { answers, nameParams, noContent } from './answers.ts';
import { summarize } from './summarize.ts';

/** The workspace's documents, the templates they begin from, and what compile says of a text. */
export function addPipelineRoutes(app: ApiInstance, context: ApiContext): void {
  const { member, workspace, templates, compile } = context;

  app.post(
    ROUTES.compile,
    {
      schema: {
        tags: ['pipelines'],
        summary: 'Compiles a document: the spec, or what is wrong with it',
        response: answers(ref<CompileDto>('CompileDto')),
        body: Type.Object({ text: Type.String() }, { additionalProperties: false }),
      },
    },
    (request) => compile(request.body.text),
  );

  app.get(
    ROUTES.templates,
    {
      schema: {
        tags: ['pipelines'],
        summary: 'Documents to begin from',
        response: answers(listOf<TemplateDto>('TemplateDto')),
      },
    },
    async () => {
      await provideTemplateData(templates, workspace.dir);
      return templates.map(({ data: _data, ...template }) => template);
    },
  );

  app.get(
    ROUTES.pipelines,
    {
      schema: {
        tags: ['pipelines'],
        summary: 'The documents of the workspace',
        response: answers(listOf<PipelineSummaryDto>('PipelineSummaryDto')),
      },
    },
    async () => {
      const [pipelines, deployments] = await Promise.all([workspace.list(), member.deployments()]);
      const deployed = new Map(deployments.map((deployment): [string, DeploymentDto] => [deployment.name, deployment]));
      return Promise.all(pipelines.map((pipeline) => summarize(pipeline, deployed.get(pipeline.name), compile)));
    },
  );

  app.get(
    ROUTES.pipeline,
    {
      schema: {
        tags: ['pipelines'],
        summary: 'One document',
        params: nameParams,
        response: answers(ref<PipelineDto>('PipelineDto')),
      },
    },
    (request) => workspace.read(request.params.name),
  );

  app.put(
    ROUTES.pipeline,
    {
      schema: {
        tags: ['pipelines'],
        summary: 'Saves a document',
        params: nameParams,
        response: answers(ref<PipelineDto>('PipelineDto')),
        description:
          '409 when `etag` is not the current one. An empty etag: only if there is no such document yet. No etag: in any case.',
        body: Type.Object({ text: Type.String(), etag: Type.Optional(Type.String()) }, { additionalProperties: false }),
      },
    },
    (request) => workspace.write(request.params.name, request.body.text, request.body.etag),
  );

  app.delete(
    ROUTES.pipeline,
    {
      schema: {
        tags: ['pipelines'],
        summary: 'Removes a document; a deployment of it goes on',
        params: nameParams,
        response: noContent,
      },
    },
    async (request, reply) => {
      await workspace.remove(request.params.name);
      return reply.code(204).send();
    },
  );
}
