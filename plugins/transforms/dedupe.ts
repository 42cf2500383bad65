import { hash } from 'node:crypto';
import { Type, advanced, compileExpression, expressionField, writeJson } from '@gantry/sdk';
import type { ComponentContext, GantryRecord, Static, TransformDefinition, Value } from '@gantry/sdk';
import { parsePath, valueAt } from './fieldPath.ts';
import { perRecord } from './perRecord.ts';

/** Longer identities are remembered by their digest, so that memory is bounded by the count alone (P8). */
const MAX_IDENTITY_LENGTH = 64;

const config = Type.Object(
  {
    by: Type.Union(
      [
        Type.Literal('key', { title: 'The key' }),
        Type.Literal('fields', { title: 'Some fields' }),
        Type.Literal('expression', { title: 'An expression' }),
      ],
      { title: 'Same when', description: 'What two records must have in common to count as the same.', default: 'key' },
    ),
    fields: Type.Array(Type.String({ title: 'Field', minLength: 1 }), {
      title: 'Fields',
      description: 'For some fields: which, dotted for nested ones. The whole row where none is named.',
      default: [],
    }),
    expression: Type.Optional(
      expressionField({
        title: 'Expression',
        description: 'For an expression: the CEL expression whose value is compared.',
      }),
    ),
    withinSeconds: Type.Number({
      title: 'Window',
      description:
        'How long a record is remembered, in seconds, counted on the clock of the member from when it was last passed on.',
      default: 3600,
      exclusiveMinimum: 0,
    }),
    maxRemembered: advanced(
      Type.Integer({
        title: 'Most remembered',
        description:
          'How many different records are remembered at the most; the oldest are forgotten first. 100,000 take about 20 MB.',
        default: 100_000,
        minimum: 1,
        maximum: 5_000_000,
      }),
    ),
  },
  { additionalProperties: false },
);

type DedupeConfig = Static<typeof config>;

/**
 * Leaves out records that were passed on a short while ago. What is remembered lives in the task's memory: it is bounded by
 * count and time (P8), and nothing of it survives a restart or move of the task, after which a duplicate may pass once.
 */
export const dedupe: TransformDefinition<DedupeConfig> = {
  type: 'dedupe',
  title: 'Deduplicate',
  description:
    'Leaves out records that were passed on a short while ago. Remembers in memory only: after a restart a duplicate may pass once.',
  icon: 'CopyOff',
  keywords: ['duplicate', 'distinct', 'unique', 'once'],
  config,
  createTransform(context: ComponentContext<DedupeConfig>) {
    const { maxRemembered, withinSeconds } = context.config;
    const identityOf = identity(context.config);
    /** Identity to when it is forgotten; a Map keeps the order of insertion, so the oldest comes first. */
    const remembered = new Map<string, number>();
    return perRecord((record) => {
      const found = identityOf(record);
      if (found === undefined) return record;
      const nowMs = context.clock.now();
      const forgottenAtMs = remembered.get(found);
      if (forgottenAtMs !== undefined && nowMs < forgottenAtMs) return undefined;
      remembered.delete(found);
      remembered.set(found, nowMs + withinSeconds * 1000);
      forget(remembered, maxRemembered, nowMs);
      return record;
    });
  },
};

function forget(remembered: Map<string, number>, most: number, nowMs: number): void {
  for (const [oldest, forgottenAtMs] of remembered) {
    if (remembered.size <= most && nowMs < forgottenAtMs) return;
    remembered.delete(oldest);
  }
}

/** What identifies a record; undefined where it has nothing to be told by, and then it passes. */
function identity({ by, fields, expression }: DedupeConfig): (record: GantryRecord) => string | undefined {
  if (by === 'key') return ({ key }) => (key === null ? undefined : shortText(key));
  if (by === 'expression') {
    const evaluate = compileExpression(expression ?? '');
    return (record) => shortText(evaluate(record));
  }
  const paths = fields.map(parsePath);
  return ({ after }) => {
    if (after === null) return undefined;
    return shortText(paths.length === 0 ? after : paths.map((path) => valueAt(after, path) ?? null));
  };
}

function shortText(value: Value): string {
  const text = writeJson(value);
  return text.length > MAX_IDENTITY_LENGTH ? hash('sha256', text, 'base64') : text;
}
