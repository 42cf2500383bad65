import { Type } from '@sinclair/typebox';
import type { FastifyReply } from 'fastify';
import type { CheckResultDto, ChoicesDto, PreviewDto } from '../contract.ts';
import { ROUTES } from '../contract.ts';
import type { ApiContext, ApiInstance } from '../context.ts';
import { jsonObject, oneOf, ref } from '../schemas/index.ts';
import { answers } from './answers.ts';

const MAX_PREVIEW_RECORDS = 1000;
/** Capabilities promise to end within seconds; a plugin that does not keep it is not waited for. */
const TIMEOUT_MS = 30_000;

const call = {
  role: oneOf(['source', 'sink', 'connection']),
  type: Type.String({ minLength: 1 }),
  config: jsonObject,
  connection: Type.Optional(jsonObject),
};

/** Capabilities of components, called from the inspector with a configuration that may be incomplete. */
export function addComponentRoutes(app: ApiInstance, { member }: ApiContext): void {
  app.post(
    ROUTES.check,
    {
      schema: {
        tags: ['components'],
        summary: 'Whether a configuration would work, step by step',
        response: answers(ref<CheckResultDto>('CheckResultDto')),
        body: Type.Object(call, { additionalProperties: false }),
      },
    },
    (request, reply) => member.check(request.body, until(reply)),
  );

  app.post(
    ROUTES.choices,
    {
      schema: {
        tags: ['components'],
        summary: 'Values a field can take',
        response: answers(ref<ChoicesDto>('ChoicesDto')),
        body: Type.Object({ ...call, field: Type.String(), typed: Type.String() }, { additionalProperties: false }),
      },
    },
    (request, reply) => member.choices(request.body, until(reply)),
  );

  app.post(
    ROUTES.preview,
    {
      schema: {
        tags: ['components'],
        summary: 'The first records a source would read',
        response: answers(ref<PreviewDto>('PreviewDto')),
        body: Type.Object(
          { ...call, limit: Type.Integer({ minimum: 1, maximum: MAX_PREVIEW_RECORDS }) },
          { additionalProperties: false },
        ),
      },
    },
    (request, reply) => member.preview(request.body, until(reply)),
  );
}

/** Fires when the asker has gone away or has waited long enough. */
function until(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  return AbortSignal.any([gone.signal, AbortSignal.timeout(TIMEOUT_MS)]);
}
