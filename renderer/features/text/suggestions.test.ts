import { Type } from '@gantry/sdk';
import type { JsonObject } from '@gantry/sdk';
import { describe, expect, it } from 'vitest';
import type { Catalog, ComponentDescriptor } from '../../../runtime/compile/plan.ts';
import { parseText } from '../../../runtime/spec/index.ts';
import { docsAt } from './schemaHover.ts';
import { suggestionsAt } from './suggestions.ts';
import { textContextAt } from './textContext.ts';

const schema = JSON.parse(
  JSON.stringify(
    Type.Object({
      path: Type.String({ title: 'Path', description: 'Where the file is' }),
      format: Type.Union([Type.Literal('csv'), Type.Literal('jsonl')], { default: 'csv' }),
      follow: Type.Boolean(),
    }),
  ),
) as JsonObject;
const component = (role: ComponentDescriptor['role'], type: string): ComponentDescriptor => ({
  role,
  type,
  title: type.toUpperCase(),
  description: `The ${type}`,
  configSchema: schema,
  plugin: { name: 'p', version: '1.0.0' },
  capabilities: [],
  locales: { 'zh-CN': { 'Where the file is': '文件位置' } },
});
const catalog: Catalog = {
  components: [
    component('source', 'files'),
    component('sink', 'out'),
    component('converter', 'json'),
    component('connection', 'db'),
  ],
};

const TEXT =
  'apiVersion: gantry/v1\nkind: Pipeline\nname: p\nbus: embedded\nnodes:\n  a:\n    source: files\n    config: { path: x }\n  t: { topic: t }\nedges: []\nconnections:\n  shop: { type: db }\n';
const pipeline = parseText(TEXT).pipeline;

function labels(text: string): string[] {
  const context = textContextAt(text, text.length);
  return context === undefined ? [] : suggestionsAt(context, catalog, pipeline).map(({ label }) => label);
}

describe('suggestionsAt', () => {
  it('offers what each place can hold', () => {
    expect(labels('b')).toContain('bus');
    expect(labels('nodes:\n  a:\n    source: ')).toEqual(['files']);
    expect(labels('nodes:\n  a:\n    s')).toContain('sink');
    expect(labels('nodes:\n  a:\n    connection: ')).toEqual(['shop']);
    expect(labels('nodes:\n  a:\n    config:\n      ')).toEqual(['path', 'format', 'follow']);
    expect(labels('nodes:\n  a:\n    config:\n      format: ')).toEqual(['csv', 'jsonl']);
    expect(labels('nodes:\n  a:\n    config:\n      follow: ')).toEqual(['true', 'false']);
    expect(labels('nodes:\n  a:\n    errors:\n      policy: ')).toEqual(['stop', 'skip', 'dead-letter']);
    expect(labels('edges:\n  - ')).toEqual(['a', 't']);
    expect(labels('bus: ')).toEqual(['embedded', 'shop']);
  });
});

describe('docsAt', () => {
  it("says what an option is, in the user's language, with its choices and default", () => {
    expect(docsAt('nodes.a.config.path', catalog, pipeline, 'zh-CN')).toEqual({
      title: 'Path',
      body: '文件位置',
      facts: 'string',
    });
    expect(docsAt('nodes.a.config.format', catalog, pipeline, 'en')?.facts).toBe('csv | jsonl = "csv"');
  });

  it('says what a node is, and nothing of other places', () => {
    expect(docsAt('nodes.a', catalog, pipeline, 'en')?.title).toBe('FILES');
    expect([
      docsAt('edges.0', catalog, pipeline, 'en'),
      docsAt('nodes.a.config.other', catalog, pipeline, 'en'),
    ]).toEqual([undefined, undefined]);
  });
});
