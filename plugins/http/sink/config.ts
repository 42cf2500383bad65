import { Type, advanced } from '@gantry/sdk';
import type { Static } from '@gantry/sdk';

/** The HTTP sink's options. */
export const httpSinkConfig = Type.Object(
  {
    url: Type.String({
      title: 'URL',
      description:
        'Where to send to; relative to the connection’s base URL, or absolute. Expressions may stand in braces: orders/{after.id}.',
      minLength: 1,
      examples: ['orders', 'https://example.com/hooks/orders'],
    }),
    method: Type.Union([Type.Literal('POST'), Type.Literal('PUT'), Type.Literal('PATCH')], {
      title: 'Method',
      description: 'The HTTP method.',
      default: 'POST',
    }),
    format: Type.Union(
      [
        Type.Literal('json-array', { title: 'JSON array, many records each' }),
        Type.Literal('ndjson', { title: 'NDJSON, many records each' }),
        Type.Literal('json', { title: 'JSON object, one record each' }),
      ],
      { title: 'Body', description: 'What a request carries.', default: 'json-array' },
    ),
    content: Type.Union(
      [
        Type.Literal('row', { title: 'The row' }),
        Type.Literal('envelope', { title: 'The whole record, with op, key and before' }),
      ],
      {
        title: 'Content',
        description: 'What is sent of a record. Deletes have no row, so they need the whole record.',
        default: 'row',
      },
    ),
    batchRecords: Type.Integer({
      title: 'Records in a request',
      description: 'How many records a request carries at the most.',
      default: 100,
      minimum: 1,
      maximum: 10_000,
    }),
    concurrency: Type.Integer({
      title: 'Requests at a time',
      description: 'Records with the same key stay in order; others may overtake each other.',
      default: 4,
      minimum: 1,
      maximum: 256,
    }),
    headers: advanced(
      Type.Record(Type.String(), Type.String(), {
        title: 'Headers',
        description: 'Sent with every request. Secrets belong into the connection.',
        default: {},
      }),
    ),
    timeoutMs: advanced(
      Type.Integer({
        title: 'Timeout',
        description: 'How long a request may take, in milliseconds.',
        default: 30_000,
        minimum: 1,
        maximum: 600_000,
      }),
    ),
  },
  { additionalProperties: false },
);

export type HttpSinkConfig = Static<typeof httpSinkConfig>;
