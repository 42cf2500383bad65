import { Type, choicesField, expressionField, pathField, secretField } from '@gantry/sdk';
import type { JsonObject, TSchema } from '@gantry/sdk';
import { describe, expect, it } from 'vitest';
import { emptyValue, fieldKind, variantOf } from './fieldKind.ts';

/** As a schema reaches the designer: plain JSON. */
const json = (schema: TSchema): JsonObject => JSON.parse(JSON.stringify(schema)) as JsonObject;
const kindOf = (schema: TSchema): string => fieldKind(json(schema)).kind;

const header = json(Type.Union([Type.Boolean(), Type.Array(Type.String(), { minItems: 1 })]));
const types = json(
  Type.Union([Type.Literal('infer'), Type.Literal('text'), Type.Record(Type.String(), Type.String())]),
);
const variants = (schema: JsonObject): readonly JsonObject[] => {
  const kind = fieldKind(schema);
  return kind.kind === 'variants' ? kind.variants : [];
};

describe('fieldKind', () => {
  it('follows the annotation before the type', () => {
    expect([secretField(), expressionField(), pathField(), choicesField()].map(kindOf)).toEqual([
      'secret',
      'expression',
      'path',
      'choices',
    ]);
  });

  it('knows the plain types, lists of texts, and maps', () => {
    const schemas = [
      Type.String(),
      Type.Integer(),
      Type.Boolean(),
      Type.Array(Type.String()),
      Type.Record(Type.String(), expressionField()),
      Type.Object({ a: Type.String() }),
      Type.Array(Type.Object({ a: Type.String() })),
      Type.Array(Type.Integer()),
      Type.Any(),
    ];
    expect(schemas.map(kindOf)).toEqual(['text', 'number', 'switch', 'tags', 'map', 'form', 'form', 'json', 'json']);
  });

  it('takes a union of literals for a choice, with their titles', () => {
    expect(fieldKind(json(Type.Union([Type.Literal('csv', { title: 'CSV' }), Type.Literal(2)])))).toEqual({
      kind: 'options',
      options: [
        { value: 'csv', title: 'CSV' },
        { value: 2, title: '2' },
      ],
    });
  });

  it('offers the shapes of any other union, each literal as one', () => {
    expect(variants(header).map((one) => fieldKind(one).kind)).toEqual(['switch', 'tags']);
    expect(variants(types).map((one) => one['const'] ?? fieldKind(one).kind)).toEqual(['infer', 'text', 'map']);
  });
});

describe('variantOf', () => {
  it('finds the shape a value has', () => {
    expect([true, ['a'], undefined].map((value) => variantOf(variants(header), value))).toEqual([0, 1, 0]);
    expect(['text', { a: 'text' }].map((value) => variantOf(variants(types), value))).toEqual([1, 2]);
  });

  it('starts each shape with a value of that shape', () => {
    expect([...variants(header), ...variants(types)].map(emptyValue)).toEqual([true, [], 'infer', 'text', {}]);
  });
});
