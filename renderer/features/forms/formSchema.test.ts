import { Type, advanced } from '@gantry/sdk';
import type { JsonObject } from '@gantry/sdk';
import { describe, expect, it } from 'vitest';
import { formSchema, isAdvanced, withoutEmpty } from './formSchema.ts';

const config = JSON.parse(
  JSON.stringify(
    Type.Object({
      path: Type.String({ title: 'Path' }),
      follow: Type.Boolean({ default: false }),
      types: Type.Union([Type.Literal('infer'), Type.Record(Type.String(), Type.String())], { default: 'infer' }),
      retry: Type.Object({ times: Type.Integer({ default: 3 }) }, { title: 'Retry' }),
    }),
  ),
) as JsonObject;

describe('formSchema', () => {
  it('keeps defaults from the form library, which would write them into the document', () => {
    expect(JSON.stringify(formSchema(config).schema)).not.toContain('default');
  });

  it('asks only for what has no default', () => {
    expect(formSchema(config).schema.required).toEqual(['path', 'retry']);
  });

  it('draws each option with our field and its own schema, nested ones too', () => {
    const { uiSchema } = formSchema(config);
    expect(uiSchema['path']).toEqual({
      'ui:field': 'option',
      'ui:options': { option: { type: 'string', title: 'Path' } },
    });
    expect(uiSchema['retry']).toMatchObject({ times: { 'ui:field': 'option' } });
  });
});

describe('isAdvanced', () => {
  it('knows what is folded away', () => {
    expect([isAdvanced(advanced(Type.String())), isAdvanced(Type.String())]).toEqual([true, false]);
  });
});

describe('withoutEmpty', () => {
  const clean = (value: object): JsonObject => withoutEmpty(value as JsonObject, config);

  it('drops what was emptied and the empty objects nobody touched', () => {
    expect(clean({ path: 'x', follow: undefined, retry: { times: undefined } })).toEqual({ path: 'x' });
  });

  it('keeps an empty map a person chose', () => {
    expect(clean({ types: {} })).toEqual({ types: {} });
  });

  it("keeps a list's items, even those with nothing in them yet", () => {
    const list = JSON.parse(
      JSON.stringify(Type.Object({ cases: Type.Array(Type.Object({ when: Type.String() })) })),
    ) as JsonObject;
    expect(withoutEmpty({ cases: [{}, { when: 'x' }] }, list)).toEqual({ cases: [{}, { when: 'x' }] });
    expect(withoutEmpty({ cases: [] }, list)).toEqual({});
  });
});
