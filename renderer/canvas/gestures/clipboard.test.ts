import { describe, expect, it } from 'vitest';
import type { Pipeline } from '../../../runtime/spec/types.ts';
import { copyText, pasteCommand, readClipboard, writeClipboard } from './clipboard.ts';

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

  it('gives back what was copied here where the system’s clipboard is forbidden or missing', async () => {
    const forbidden = {
      writeText: () => Promise.reject(new Error('denied')),
      readText: () => Promise.reject(new Error('denied')),
    } as unknown as Clipboard;
    writeClipboard('mine', forbidden);
    expect(await readClipboard(forbidden)).toBe('mine');
    writeClipboard('mine again', null);
    expect(await readClipboard(null)).toBe('mine again');
  });

  it('reads what another window copied since, and waits until its own copy is there', async () => {
    let held = '';
    let land: () => void = () => undefined;
    const clipboard = {
      writeText: (text: string) => new Promise<void>((resolve) => (land = () => resolve(void (held = text)))),
      readText: () => Promise.resolve(held),
    } as unknown as Clipboard;
    writeClipboard('mine', clipboard);
    const read = readClipboard(clipboard);
    land();
    expect(await read).toBe('mine');
    held = 'theirs';
    expect(await readClipboard(clipboard)).toBe('theirs');
  });
});
