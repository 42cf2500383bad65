import { Type, advanced } from '@gantry/sdk';
import type { Static } from '@gantry/sdk';

/** The generator's options. */
export const generatorConfig = Type.Object(
  {
    kind: Type.Union(
      [
        Type.Literal('orders', { title: 'Orders' }),
        Type.Literal('users', { title: 'Users' }),
        Type.Literal('sensors', { title: 'Sensor readings' }),
      ],
      { title: 'Data', description: 'What to make up.', default: 'orders' },
    ),
    rate: Type.Optional(
      Type.Number({
        title: 'Rate',
        description: 'Records per second; as fast as they are taken where left out.',
        exclusiveMinimum: 0,
        maximum: 10_000_000,
        examples: [100],
      }),
    ),
    count: Type.Optional(
      Type.Integer({
        title: 'Count',
        description: 'How many records to make in all; without end where left out.',
        minimum: 0,
      }),
    ),
    seed: Type.Integer({
      title: 'Seed',
      description: 'The same seed makes the same records.',
      default: 1,
      minimum: 0,
      maximum: 4_294_967_295,
    }),
    start: Type.Optional(
      advanced(
        Type.String({
          title: 'Start time',
          description: 'The time of the first record; when the source was first started where left out.',
          examples: ['2026-01-01T00:00:00Z'],
        }),
      ),
    ),
  },
  { additionalProperties: false },
);

export type GeneratorConfig = Static<typeof generatorConfig>;
