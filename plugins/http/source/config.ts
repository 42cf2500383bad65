import { Type, advanced, expressionField, secretField } from '@gantry/sdk';
import type { Static } from '@gantry/sdk';

/** The webhook receiver's options. */
export const httpSourceConfig = Type.Object(
  {
    host: Type.String({
      title: 'Host',
      description: 'The address to listen on: 127.0.0.1 for programs on this machine, 0.0.0.0 for all.',
      default: '127.0.0.1',
    }),
    port: Type.Integer({
      title: 'Port',
      description: 'The port to listen on; 0 takes any free one.',
      minimum: 0,
      maximum: 65_535,
      examples: [8080],
    }),
    path: Type.String({ title: 'Path', description: 'The path requests must go to.', default: '/', pattern: '^/' }),
    auth: Type.Union(
      [
        Type.Literal('none', { title: 'Nothing' }),
        Type.Literal('header', { title: 'A secret in a header' }),
        Type.Literal('signature', { title: 'A signature of the body' }),
      ],
      { title: 'Proof of sender', description: 'How a request shows that it may be believed.', default: 'none' },
    ),
    secret: Type.Optional(
      secretField({
        title: 'Secret',
        description: 'What the header must hold, or the key the body is signed with (HMAC-SHA-256).',
      }),
    ),
    header: Type.Optional(
      Type.String({
        title: 'Header',
        description:
          'The header with the secret (Authorization, with or without Bearer, where left out) or the signature (X-Hub-Signature-256).',
        minLength: 1,
      }),
    ),
    key: Type.Optional(
      expressionField({
        title: 'Key',
        description: 'A CEL expression for the key of each record, such as after.id.',
        minLength: 1,
      }),
    ),
    maxBodyBytes: advanced(
      Type.Integer({
        title: 'Largest body',
        description: 'In bytes; larger requests are refused with 413.',
        default: 1_048_576,
        minimum: 1,
        maximum: 104_857_600,
      }),
    ),
    maxWaiting: advanced(
      Type.Integer({
        title: 'Most waiting requests',
        description: 'When as many wait for their answer, further ones are refused with 503 and Retry-After.',
        default: 1_000,
        minimum: 1,
        maximum: 100_000,
      }),
    ),
    maxWaitingBytes: advanced(
      Type.Integer({
        title: 'Most waiting bytes',
        description: 'The same by the size of their bodies.',
        default: 16_777_216,
        minimum: 1,
        maximum: 1_073_741_824,
      }),
    ),
    answerTimeoutMs: advanced(
      Type.Integer({
        title: 'Answer within',
        description:
          'In milliseconds. A request that is not stored by then is answered with 503; it may be stored later all the same.',
        default: 30_000,
        minimum: 10,
        maximum: 600_000,
      }),
    ),
  },
  { additionalProperties: false },
);

export type HttpSourceConfig = Static<typeof httpSourceConfig>;
