import { describe, expect, it } from 'vitest';
import type { Catalog, ComponentDescriptor } from '../../runtime/compile/plan.ts';
import { componentRefs } from './componentRef.ts';
import { searchComponents } from './searchComponents.ts';

function component(
  role: ComponentDescriptor['role'],
  type: string,
  title: string,
  more: Partial<ComponentDescriptor> = {},
): ComponentDescriptor {
  return {
    role,
    type,
    title,
    description: '',
    configSchema: {},
    plugin: { name: 'test', version: '1.0.0' },
    capabilities: [],
    ...more,
  };
}

const catalog: Catalog = {
  components: [
    component('source', 'files', 'Files', { keywords: ['csv'], locales: { 'zh-CN': { Files: '文件' } } }),
    component('transform', 'filter', 'Filter', { description: 'Keeps the records of a file that match' }),
    component('sink', 'files', 'Files'),
  ],
};

const words = ((key: string) => key) as unknown as Parameters<typeof searchComponents>[4];

function search(typed: string, language = 'en'): string[] {
  return searchComponents(catalog, componentRefs(catalog), typed, language, words).map(
    ({ ref }) => `${ref.kind}:${ref.type}`,
  );
}

describe('searchComponents', () => {
  it('gives everything, topics included, in the order of use when nothing was typed', () => {
    expect(search('')).toEqual(['source:files', 'transform:filter', 'sink:files', 'topic:topic']);
  });

  it('puts titles before descriptions', () => {
    expect(search('file')).toEqual(['source:files', 'sink:files', 'transform:filter']);
  });

  it('finds by keyword, by kind, and asks for every word', () => {
    expect(search('csv')).toEqual(['source:files']);
    expect(search('sink files')).toEqual(['sink:files']);
    expect(search('files nowhere')).toEqual([]);
  });

  it('finds by the title in the user’s language', () => {
    expect(search('文件', 'zh-CN')).toEqual(['source:files']);
  });
});
