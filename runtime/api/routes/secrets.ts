import { Type } from '@sinclair/typebox';
import { ROUTES } from '../contract.ts';
import type { ApiContext, ApiInstance } from '../context.ts';
import { answers, nameParams, noContent } from './answers.ts';

const MAX_SECRET_CHARS = 64 * 1024;

/** Secrets go in and are never given out. */
export function addSecretRoutes(app: ApiInstance, { member }: ApiContext): void {
  app.get(
    ROUTES.secrets,
    {
      schema: {
        tags: ['secrets'],
        summary: 'Their names',
        response: answers(Type.Object({ names: Type.Array(Type.String()) })),
      },
    },
    async () => ({ names: [...(await member.secretNames())] }),
  );

  app.put(
    ROUTES.secret,
    {
      schema: {
        tags: ['secrets'],
        summary: 'Sets one',
        params: nameParams,
        response: noContent,
        body: Type.Object(
          { value: Type.String({ minLength: 1, maxLength: MAX_SECRET_CHARS }) },
          { additionalProperties: false },
        ),
      },
    },
    async (request, reply) => {
      await member.setSecret(request.params.name, request.body.value);
      return reply.code(204).send();
    },
  );

  app.delete(
    ROUTES.secret,
    {
      schema: { tags: ['secrets'], summary: 'Removes one', params: nameParams, response: noContent },
    },
    async (request, reply) => {
      await member.removeSecret(request.params.name);
      return reply.code(204).send();
    },
  );
}
