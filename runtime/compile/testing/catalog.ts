import { Type, advanced, expressionField, meaning, pathField, secretField } from '@gantry/sdk';
import type { JsonObject, TObject } from '@gantry/sdk';
import type { Catalog, ComponentDescriptor, ComponentRole } from '../plan.ts';

const Format = Type.Optional(Type.Union([Type.Literal('csv'), Type.Literal('jsonl')]));
const Closed = { additionalProperties: false };
const Credentials = Type.Object(
  {
    host: Type.String({ minLength: 1 }),
    port: Type.Integer({ minimum: 1, maximum: 65_535, default: 3306 }),
    user: Type.String(),
    password: secretField(),
  },
  Closed,
);

/** A catalog like the real one in all that compile looks at, independent of what the plugins are doing. */
export const TEST_CATALOG: Catalog = {
  components: [
    describe(
      'source',
      'files',
      Type.Object(
        { path: pathField({ minLength: 1 }), format: Format, follow: Type.Boolean({ default: false }) },
        Closed,
      ),
    ),
    describe(
      'sink',
      'files',
      Type.Object(
        {
          path: meaning(pathField({ minLength: 1 }), 'exclusive-target'),
          format: Format,
          compression: Type.Union([Type.Literal('none'), Type.Literal('gzip')], { default: 'none' }),
          rollBytes: advanced(Type.Optional(Type.Integer({ minimum: 1024 }))),
        },
        Closed,
      ),
      { parallel: false },
    ),
    describe(
      'source',
      'mysql',
      Type.Object(
        { tables: Type.Array(Type.String(), { minItems: 1 }), snapshot: Type.String({ default: 'initial' }) },
        Closed,
      ),
      { connection: { type: 'mysql' } },
    ),
    describe(
      'sink',
      'mysql',
      Type.Object(
        { mode: Type.Union([Type.Literal('insert'), Type.Literal('upsert')], { default: 'upsert' }) },
        Closed,
      ),
      { connection: { type: 'mysql' }, exactlyOnce: true },
    ),
    describe(
      'sink',
      'http',
      Type.Object(
        {
          url: Type.String({ format: 'uri' }),
          token: Type.Optional(secretField()),
          timeoutMs: Type.Integer({ minimum: 1, default: 10_000 }),
          headers: Type.Optional(Type.Record(Type.String(), Type.String())),
        },
        Closed,
      ),
    ),
    describe('sink', 'inspect', Type.Object({})),
    describe('transform', 'filter', Type.Object({ where: expressionField() }, Closed)),
    describe('transform', 'compute', Type.Object({ set: Type.Record(Type.String(), expressionField()) }, Closed)),
    describe(
      'transform',
      'mask',
      Type.Object({ fields: Type.Array(meaning(Type.String(), 'masked-field'), { minItems: 1 }) }, Closed),
    ),
    describe('transform', 'route', Type.Object({ topic: meaning(Type.Array(Type.String()), 'routed-topic') }, Closed)),
    describe('converter', 'json', Type.Object({ pretty: Type.Boolean({ default: false }) }, Closed)),
    describe('converter', 'string', Type.Object({ field: Type.String({ default: 'value' }) }, Closed)),
    describe('converter', 'batch', Type.Object({ maxRecords: Type.Integer({ default: 1000 }) }, Closed)),
    describe('connection', 'mysql', Credentials),
    describe('connection', 'rocketmq', Type.Object({ servers: Type.String() }, Closed)),
    describe('bus', 'rocketmq', Type.Object({}), { connection: { type: 'rocketmq' } }),
  ],
  secretNames: ['dw', 'shop'],
};

function describe(
  role: ComponentRole,
  type: string,
  schema: TObject,
  more: Partial<ComponentDescriptor> = {},
): ComponentDescriptor {
  // As a catalog reaches the editor: plain JSON, without TypeBox's symbols.
  const configSchema = JSON.parse(JSON.stringify(schema)) as JsonObject;
  return {
    role,
    type,
    title: type,
    description: `The ${type} ${role}.`,
    configSchema,
    plugin: { name: `@gantry/plugin-${type}`, version: '0.1.0' },
    capabilities: [],
    ...more,
  };
}
