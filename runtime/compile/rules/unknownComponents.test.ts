import { describe, expect, it } from 'vitest';
import { compile } from '../compile.ts';
import { TEST_CATALOG } from '../testing/catalog.ts';
import { documentOf, said } from '../testing/document.ts';
import { IN, OUT } from '../testing/nodes.ts';

describe('unknownComponents', () => {
  it('names the component that was probably meant', () => {
    expect(said(documentOf([IN, 'out: { sink: fils, config: {} }'], ['in -> out']))).toMatchObject([
      {
        code: 'compile.component_unknown',
        path: 'nodes.out.sink',
        hint: 'Did you mean "files"? Or install the plugin that has it.',
      },
    ]);
  });

  it('looks in the right role only, and lists what is there', () => {
    expect(said(documentOf(['in: { source: inspect }', OUT], ['in -> out']))[0]?.hint).toBe(
      'There are: files, mysql. Or install the plugin that has it.',
    );
    expect(said(documentOf([IN, 't: { topic: t, converter: avro }'], ['in -> t']))[0]?.path).toBe('nodes.t.converter');
  });

  it('says when the converter of an implied topic is not installed', () => {
    const catalog = { components: TEST_CATALOG.components.filter((component) => component.type !== 'batch') };
    expect(compile(documentOf([IN, OUT], ['in -> out']), catalog).diagnostics).toMatchObject([
      { code: 'compile.component_unknown', path: 'edges.0' },
    ]);
  });

  it('blames the plugin for a schema that cannot be used', () => {
    const components = TEST_CATALOG.components.map((component) =>
      component.role === 'source' && component.type === 'files'
        ? { ...component, configSchema: { type: 'nonsense' } }
        : component,
    );
    const { diagnostics } = compile(documentOf([IN, OUT], ['in -> out']), { components });
    expect(diagnostics).toMatchObject([{ code: 'compile.schema_broken', path: 'nodes.in.source' }]);
    expect(diagnostics[0]?.message).toContain('@gantry/plugin-files');
  });
});
