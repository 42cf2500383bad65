import { describe, expect, it } from 'vitest';
import type { ComponentDescriptor, Diagnostic } from '../../../runtime/compile/plan.ts';
import type { Pipeline } from '../../../runtime/spec/types.ts';
import { componentCall } from './componentCall.ts';
import { unplacedProblems } from './unplacedProblems.ts';

const component: ComponentDescriptor = {
  role: 'source',
  type: 'mysql',
  title: 'MySQL',
  description: '',
  configSchema: { properties: { tables: {} } },
  plugin: { name: 'p', version: '1' },
  capabilities: [],
};
const problem = (path: string): Diagnostic => ({ code: 'c', severity: 'error', message: path, path });

describe('unplacedProblems', () => {
  it('are those no field shows', () => {
    const all = [
      'nodes.a',
      'nodes.a.source',
      'nodes.a.config.tables.0',
      'nodes.a.config.unknown',
      'nodes.a.rate',
      'nodes.a.errors.policy',
    ].map(problem);
    expect(unplacedProblems(all, 'a', component).map(({ path }) => path)).toEqual([
      'nodes.a',
      'nodes.a.source',
      'nodes.a.config.unknown',
    ]);
  });
});

describe('componentCall', () => {
  const pipeline = { connections: { shop: { type: 'mysql', host: 'h' } } } as unknown as Pipeline;

  it('takes the connection along where there is one', () => {
    expect(componentCall({ source: 'mysql', connection: 'shop', config: { tables: [] } }, component, pipeline)).toEqual(
      {
        role: 'source',
        type: 'mysql',
        config: { tables: [] },
        connection: { type: 'mysql', host: 'h' },
      },
    );
    expect(componentCall({ source: 'mysql', connection: 'gone' }, component, pipeline)).toEqual({
      role: 'source',
      type: 'mysql',
      config: {},
    });
  });

  it('is not for transforms', () => {
    expect(componentCall({ transform: 'filter' }, { ...component, role: 'transform' }, pipeline)).toBeUndefined();
  });
});
