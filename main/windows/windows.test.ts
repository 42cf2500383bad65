import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { appFile } from './appFiles.ts';
import { loadBounds, restoreBounds, saveBounds } from './windowBounds.ts';

const SCREEN = { x: 0, y: 0, width: 1920, height: 1080 };

describe('the window', () => {
  test('opens where it was closed', () => {
    const dir = mkdtempSync(join(tmpdir(), 'gantry-window-'));
    const file = join(dir, 'state', 'window.json');
    const bounds = { x: 10, y: 20, width: 1000, height: 700 };
    saveBounds(file, bounds);
    expect(restoreBounds(loadBounds(file), [SCREEN])).toEqual(bounds);
    writeFileSync(file, '{"x":');
    expect(loadBounds(file)).toBeUndefined();
    rmSync(dir, { recursive: true });
  });

  test('opens on a screen that is there, no smaller than usable', () => {
    expect(restoreBounds({ x: 3000, y: 20, width: 1000, height: 700 }, [SCREEN])).toEqual({ width: 1000, height: 700 });
    expect(restoreBounds({ x: 10, y: -500, width: 100, height: 100 }, [SCREEN])).toEqual({ width: 900, height: 600 });
    expect(restoreBounds(undefined, [SCREEN])).toEqual({ width: 1440, height: 900 });
  });
});

test('the app serves its own files, and its page for its routes', () => {
  const root = '/app/dist/renderer';
  expect(appFile('gantry://app/assets/a-1.js', root)).toBe(join(root, 'assets/a-1.js'));
  expect(appFile('gantry://app/', root)).toBe(join(root, 'index.html'));
  expect(appFile('gantry://app/pipelines/orders', root)).toBe(join(root, 'index.html'));
  const outside = [
    'gantry://app/..%2f..%2fmain%2findex.js',
    'gantry://other/index.html',
    'https://app/index.html',
    'gantry://app/%00.js',
    'gantry://app/%zz',
  ];
  expect(outside.map((address) => appFile(address, root))).toEqual(outside.map(() => undefined));
});
