import { describe, expect, it } from 'vitest';
import { codes, documentOf, said } from '../testing/document.ts';
import { IN, OUT, filter, topic } from '../testing/nodes.ts';

describe('exclusiveTargets', () => {
  it('refuses two writers of one file, however its path is written', () => {
    for (const same of ['b.csv', './b.csv', 'x/../b.csv']) {
      expect(
        said(documentOf([IN, OUT, `two: { sink: files, config: { path: "${same}" } }`], ['in -> out', 'in -> two'])),
        same,
      ).toMatchObject([{ code: 'compile.target_shared', path: 'nodes.two.config.path', node: 'two' }]);
    }
  });

  it('takes two files, and one file that is read and written', () => {
    expect(
      codes(
        documentOf(
          [IN, OUT, 'two: { sink: files, config: { path: ../b.csv } }', filter('f')],
          ['in -> f', 'f -> out', 'in -> two'],
        ),
      ),
    ).toEqual([]);
    expect(
      codes(documentOf([IN, 'out: { sink: files, config: { path: a.csv } }', topic('t')], ['in -> t', 't -> out'])),
    ).toEqual([]);
  });
});
