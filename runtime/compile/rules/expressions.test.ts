import { describe, expect, it } from 'vitest';
import { compile } from '../compile.ts';
import { TEST_CATALOG } from '../testing/catalog.ts';
import { documentOf, said } from '../testing/document.ts';
import { IN, OUT } from '../testing/nodes.ts';

describe('expressions', () => {
  it('points at the expression that cannot be understood, also inside a map', () => {
    expect(
      said(
        documentOf(
          [IN, OUT, 'f: { transform: compute, config: { set: { a: "1 + 1", b: "after. ==" } } }'],
          ['in -> f', 'f -> out'],
        ),
      ),
    ).toMatchObject([
      { code: 'compile.expression_invalid', path: 'nodes.f.config.set.b', node: 'f', range: { line: 7 } },
    ]);
  });

  it('asks the language it was given, once for each expression', () => {
    const asked: string[] = [];
    const checkExpression = (source: string) => {
      asked.push(source);
      return { ok: false, message: 'no', offset: 0 } as const;
    };
    const text = documentOf(
      [IN, OUT, 'f: { transform: filter, config: { where: x } }', 'g: { transform: filter, config: { where: x } }'],
      ['in -> f', 'f -> g', 'g -> out'],
    );
    expect(compile(text, TEST_CATALOG, { checkExpression }).diagnostics.map(({ path }) => path)).toEqual([
      'nodes.f.config.where',
      'nodes.g.config.where',
    ]);
    expect(asked).toEqual(['x']);
  });
});
