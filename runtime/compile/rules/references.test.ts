import { describe, expect, it } from 'vitest';
import { codes, documentOf, said } from '../testing/document.ts';
import { IN } from '../testing/nodes.ts';

const path = (value: string): string =>
  documentOf([IN, `out: { sink: files, config: { path: "${value}" } }`], ['in -> out']);

describe('references', () => {
  it('takes sound ones, also within a text', () => {
    for (const value of ['${env:HOME}/out.csv', '${file:/run/name}', 'a-${secret:dw}-${env:B}.csv', 'costs 5$'])
      expect(codes(path(value)), value).toEqual([]);
  });

  it('refuses those that cannot be resolved', () => {
    for (const value of ['${env:}', '${env:A B}', '${file:relative}', '${env:HOME', '${secret:a/b}', '${envv:HOME}']) {
      expect(codes(path(value)), value).toEqual(['reference_malformed nodes.out.config.path']);
    }
    expect(said(path('${evn:HOME}'))[0]?.hint).toContain('Did you mean "env"?');
  });

  it('only warns of what may be a pattern of the plugin', () => {
    expect(said(path('${date}.csv'))).toMatchObject([{ severity: 'warning' }]);
  });

  it('leaves expressions alone', () => {
    expect(
      codes(
        documentOf(
          [
            IN,
            'f: { transform: filter, config: { where: "after.a == \\"${x:y}\\"" } }',
            'out: { sink: files, config: { path: b } }',
          ],
          ['in -> f', 'f -> out'],
        ),
      ),
    ).toEqual([]);
  });

  it('names a secret that is not there', () => {
    expect(said(path('${secret:shopp}'))).toMatchObject([
      {
        code: 'compile.secret_unknown',
        message: 'There is no secret "shopp".',
        hint: 'Did you mean "shop"? Set it under Secrets before you deploy.',
      },
    ]);
  });
});
