import { describe, expect, it } from 'vitest';
import type { Pipeline } from '../../../runtime/spec/types.ts';
import { copyText, pasteCommand } from './clipboard.ts';

const pipeline: Pipeline = {
  apiVersion: 'gantry/v1',
  kind: 'Pipeline',
  name: 'test',
  bus: 'embedded',
  nodes: { in: { source: 'files' }, keep: { transform: 'filter' }, out: { sink: 'files' } },
  edges: ['in -> keep', 'keep -> out'],
};

describe('clipboard', () => {
  it('copies the chosen nodes and the edges among them only', () => {
    const copied = JSON.parse(copyText(pipeline, ['in', 'keep']) ?? '') as { nodes: object; edges: object[] };
    expect(Object.keys(copied.nodes)).toEqual(['in', 'keep']);
    expect(copied.edges).toEqual([{ from: 'in', to: 'keep' }]);
  });

  it('copies nothing when nothing is chosen, and pastes nothing of somebody else’s', () => {
    expect(copyText(pipeline, [])).toBeUndefined();
    expect(pasteCommand('hello')).toBeUndefined();
    expect(pasteCommand('{"nodes":{}}')).toBeUndefined();
  });
});
