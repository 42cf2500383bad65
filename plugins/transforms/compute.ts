import { Type, checkExpression, compileExpression, expressionField } from '@gantry/sdk';
import type {
  ComponentContext,
  Expression,
  Field,
  FieldType,
  GantryRecord,
  Static,
  TransformDefinition,
} from '@gantry/sdk';
import { derivedSchema } from './derivedSchema.ts';
import { parsePath, withValue } from './fieldPath.ts';
import type { FieldPath } from './fieldPath.ts';
import { perRecord } from './perRecord.ts';

const config = Type.Object(
  {
    set: Type.Record(Type.String(), expressionField({ title: 'Expression', minLength: 1 }), {
      title: 'Fields',
      description:
        'Field names, dotted for nested ones, each with the CEL expression that gives its value. In the order written: each sees the results of those before it.',
      minProperties: 1,
      examples: [{ total: 'after.price * after.quantity', 'address.country': "'DE'" }],
    }),
  },
  { additionalProperties: false },
);

interface Assignment {
  readonly path: FieldPath;
  readonly evaluate: Expression;
  readonly type: FieldType;
}

/** Sets fields of the after row to the values of expressions. */
export const compute: TransformDefinition<Static<typeof config>> = {
  type: 'compute',
  title: 'Compute',
  description: 'Adds or replaces fields with the values of expressions.',
  icon: 'Calculator',
  keywords: ['expression', 'cel', 'set', 'derive', 'formula'],
  config,
  createTransform(context: ComponentContext<Static<typeof config>>) {
    const assignments = Object.entries(context.config.set).map(([name, source]) => assignment(name, source));
    const schemaOf = derivedSchema((schema) => ({ fields: assignments.reduce(withAssigned, schema.fields) }));
    return perRecord((record) => {
      if (record.after === null) return record;
      let result: GantryRecord = record.schema === undefined ? record : { ...record, schema: schemaOf(record.schema) };
      let after = record.after;
      for (const { path, evaluate } of assignments) {
        after = withValue(after, path, evaluate(result));
        result = { ...result, after };
      }
      return result;
    });
  },
};

function assignment(name: string, source: string): Assignment {
  const check = checkExpression(source);
  return { path: parsePath(name), evaluate: compileExpression(source), type: fieldType(check.ok ? check.type : 'dyn') };
}

function withAssigned(fields: readonly Field[], { path, type }: Assignment): readonly Field[] {
  const [name] = path;
  const at = fields.findIndex((field) => field.name === name);
  if (at < 0) return [...fields, { name, type: path.length > 1 ? 'object' : type }];
  return path.length > 1 ? fields : fields.with(at, { name, type });
}

/** The field type of what an expression gives, as far as it is known without a record. */
function fieldType(celType: string): FieldType {
  if (celType.startsWith('list')) return 'array';
  if (celType.startsWith('map')) return 'object';
  switch (celType) {
    case 'bool':
      return 'boolean';
    case 'int':
      return 'int64';
    case 'uint':
      return 'uint64';
    case 'double':
      return 'float64';
    case 'bytes':
      return 'bytes';
    case 'string':
    case 'google.protobuf.Timestamp':
    case 'google.protobuf.Duration':
      return 'string';
    default:
      return 'any';
  }
}
