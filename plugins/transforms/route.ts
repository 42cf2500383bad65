import { Type, compileExpression, compileTemplate, expressionField, meaning } from '@gantry/sdk';
import type { ComponentContext, GantryRecord, RecordRoute, Static, Template, TransformDefinition } from '@gantry/sdk';
import { TRANSFORMS_ERRORS } from './errors.ts';
import { perRecord } from './perRecord.ts';

const target = {
  topic: Type.Optional(
    meaning(
      Type.String({
        title: 'Topic',
        description: 'The topic to send to, instead of the one the graph says.',
        minLength: 1,
        pattern: '^[^{}]+$',
      }),
      'routed-topic',
    ),
  ),
  table: Type.Optional(
    Type.String({
      title: 'Table',
      description:
        'The table, collection or file a sink writes to. Expressions may stand in braces: orders_{after.country}.',
      minLength: 1,
    }),
  ),
};

const config = Type.Object(
  {
    cases: Type.Array(
      Type.Object(
        {
          when: expressionField({
            title: 'When',
            description: 'A CEL expression; the first case it holds for is taken.',
            minLength: 1,
          }),
          ...target,
        },
        { title: 'Case', additionalProperties: false },
      ),
      { title: 'Cases', description: 'Asked in order; the first whose condition holds decides.', default: [] },
    ),
    otherwise: Type.Optional(
      Type.Object(target, {
        title: 'Otherwise',
        description: 'For records no case holds for. Without it they go where the graph says.',
        additionalProperties: false,
      }),
    ),
  },
  { additionalProperties: false },
);

type RouteConfig = Static<typeof config>;

interface Case {
  readonly when: (record: GantryRecord) => unknown;
  readonly to: (record: GantryRecord) => RecordRoute;
}

/** Sends records to other topics or tables, by conditions. */
export const route: TransformDefinition<RouteConfig> = {
  type: 'route',
  title: 'Route',
  description: 'Sends records to other topics or tables, by conditions. Nothing is dropped.',
  icon: 'ArrowsSplit2',
  keywords: ['switch', 'branch', 'split', 'topic', 'table', 'case'],
  config,
  createTransform(context: ComponentContext<RouteConfig>) {
    const cases = context.config.cases.map(({ when, ...to }) => ({
      when: compileExpression(when),
      to: destination(to),
    }));
    const otherwise = context.config.otherwise && destination(context.config.otherwise);
    return perRecord((record) => {
      const to = cases.find((candidate) => holds(candidate, record))?.to ?? otherwise;
      return to === undefined ? record : { ...record, route: { ...record.route, ...to(record) } };
    });
  },
};

function destination({ topic, table }: { topic?: string; table?: string }): (record: GantryRecord) => RecordRoute {
  if (topic === undefined && table === undefined) {
    throw TRANSFORMS_ERRORS.error('missing_option', {
      message: 'a route has neither a topic nor a table',
      hint: 'Name one of them in each case.',
    });
  }
  const fixed: RecordRoute = topic === undefined ? {} : { topic };
  if (table === undefined) return () => fixed;
  const template: Template = compileTemplate(table);
  return (record) => ({ ...fixed, table: template(record) });
}

function holds({ when }: Case, record: GantryRecord): boolean {
  const result = when(record);
  if (typeof result === 'boolean') return result;
  throw TRANSFORMS_ERRORS.error('not_boolean', {
    message: `the condition of a case gave ${result === null ? 'null' : `a ${typeof result}`} where true or false was expected`,
    hint: 'Compare the value, e.g. after.country == "DE".',
  });
}
