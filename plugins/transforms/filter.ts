import { Type, compileExpression, expressionField } from '@gantry/sdk';
import type { ComponentContext, GantryRecord, Static, TransformDefinition } from '@gantry/sdk';
import { TRANSFORMS_ERRORS } from './errors.ts';
import { perRecord } from './perRecord.ts';

const config = Type.Object(
  {
    where: expressionField({
      title: 'Condition',
      description: 'A CEL expression that is true or false for each record.',
      examples: ["after.status == 'paid'", "op != 'delete' && after.amount > 100"],
      minLength: 1,
    }),
    mode: Type.Union(
      [
        Type.Literal('keep', { title: 'Keep matching records' }),
        Type.Literal('drop', { title: 'Drop matching records' }),
      ],
      {
        title: 'Matching records',
        description: 'Whether records that meet the condition are kept or dropped.',
        default: 'keep',
      },
    ),
  },
  { additionalProperties: false },
);

/** Passes on the records a condition holds for. */
export const filter: TransformDefinition<Static<typeof config>> = {
  type: 'filter',
  title: 'Filter',
  description: 'Keeps or drops records by a condition.',
  icon: 'Filter',
  keywords: ['where', 'condition', 'cel', 'predicate'],
  config,
  createTransform(context: ComponentContext<Static<typeof config>>) {
    const { where, mode } = context.config;
    const condition = compileExpression(where);
    const wanted = mode !== 'drop';
    return perRecord((record) => (holds(condition, record, wanted) === wanted ? record : undefined));
  },
};

/**
 * A delete or truncate has no after row, so a condition on `after` cannot tell its fate. It passes: a sink that never had the
 * row deletes nothing, while a sink that had it would keep it for ever.
 */
function holds(condition: (record: GantryRecord) => unknown, record: GantryRecord, wanted: boolean): boolean {
  let result: unknown;
  try {
    result = condition(record);
  } catch (error) {
    if (record.after === null && (record.op === 'delete' || record.op === 'truncate')) return wanted;
    throw error;
  }
  if (typeof result === 'boolean') return result;
  throw TRANSFORMS_ERRORS.error('not_boolean', {
    message: `the condition gave ${result === null ? 'null' : `a ${typeof result}`} where true or false was expected`,
    hint: 'Compare the value, e.g. after.active == true.',
  });
}
