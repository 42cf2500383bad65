import { describe, expect, it } from 'vitest';
import type { Catalog } from '../../runtime/compile/plan.ts';
import { addNode, connect, moveNodes, removeSelection, renameNode, setNodeValue } from './commands/index.ts';
import { createDocumentStore } from './createDocumentStore.ts';
import { manualTimers } from './testTimers.ts';

const catalog: Catalog = {
  components: (['source', 'transform', 'sink', 'converter'] as const).map((role) => ({
    role,
    type: role === 'converter' ? 'batch' : 'thing',
    title: 'Thing',
    description: '',
    configSchema: { type: 'object', properties: { path: { type: 'string' } }, additionalProperties: false },
    plugin: { name: 'test', version: '1.0.0' },
    capabilities: [],
  })),
};

const TEXT = `# Orders, for the archive
apiVersion: gantry/v1
kind: Pipeline
name: orders
bus: embedded
nodes:
  in: { source: thing } # from the shop
  out: { sink: thing }
edges:
  - in -> out
layout:
  in: [0, 0]
  out: [280, 0]
`;

function open(text = TEXT) {
  const timers = manualTimers();
  const store = createDocumentStore({
    name: 'orders',
    text,
    etag: '1',
    catalog,
    timers,
    drafts: { save: () => Promise.resolve({ saved: true, etag: '2' }) },
  });
  return { store, timers, state: store.getState, ...store.actions };
}

describe('document store', () => {
  it('undoes any row of commands back to the very same text, and redoes it', () => {
    const { state, execute, undo, redo } = open();
    execute(addNode('keep', { transform: 'thing' }, [140, 0]));
    execute(connect({ from: 'in', to: 'keep' }));
    execute(renameNode('out', 'archive'));
    execute(setNodeValue('in', ['config', 'path'], 'a.csv'));
    execute(moveNodes({ keep: [160, 40] }));
    const after = state().document.text;
    expect(state().document.pipeline?.edges).toEqual(['in -> archive', 'in -> keep']);
    for (let step = 0; step < 5; step += 1) undo();
    expect(state().document.text).toBe(TEXT);
    expect(state().undoLabel).toBeUndefined();
    for (let step = 0; step < 5; step += 1) redo();
    expect(state().document.text).toBe(after);
    expect(state().redoLabel).toBeUndefined();
  });

  it('keeps comments through an edit on the canvas', () => {
    const { state, execute } = open();
    execute(moveNodes({ in: [8, 8] }));
    expect(state().document.text).toContain('# Orders, for the archive');
    expect(state().document.text).toContain('# from the shop');
  });

  it('compiles a canvas edit at once, and typing when it pauses', () => {
    const { state, execute, setText, timers } = open();
    timers.advance(50);
    expect(state().compiled.spec).toBeDefined();
    expect(state().problems).toEqual([]);
    execute(setNodeValue('in', ['config', 'nonsense'], 1));
    expect(state().problemsByNode['in']?.[0]?.severity).toBe('error');
    setText(TEXT, 'typed');
    expect(state().problemsByNode['in']).toBeDefined();
    timers.advance(500);
    expect(state().problems).toEqual([]);
  });

  it('takes what was removed out of the selection', () => {
    const { state, execute, select } = open();
    select({ nodes: ['in', 'out'], edges: [] });
    execute(removeSelection({ nodes: ['out'], edges: [] }));
    expect(state().selection.nodes).toEqual(['in']);
    expect(state().document.pipeline?.edges).toEqual([]);
  });

  it('reads only what was typed again: untouched nodes stay the same objects', () => {
    const { state, setText } = open();
    const before = state().document.pipeline;
    setText(TEXT.replace('out: { sink: thing }', 'out: { sink: thing, tasks: 2 }'), 'typed');
    const after = state().document.pipeline;
    expect(after?.nodes['out']).toMatchObject({ tasks: 2 });
    expect(after?.nodes['in']).toBe(before?.nodes['in']);
  });

  it('keeps the last good picture’s selection while the text cannot be read', () => {
    const { state, setText, select } = open();
    select({ nodes: ['in'], edges: [] });
    setText('nodes: [', 'typed');
    expect(state().document.pipeline).toBeUndefined();
    expect(state().selection.nodes).toEqual(['in']);
  });

  it('selects and reveals the node a problem points into', () => {
    const { state, revealPath } = open();
    revealPath('nodes.out.config.path');
    expect(state().selection.nodes).toEqual(['out']);
    expect(state().reveal).toEqual({ path: 'nodes.out.config.path' });
  });
});
