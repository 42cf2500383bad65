import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { BY_NAME } from './ComponentIcon.tsx';

const PLUGINS = fileURLToPath(new URL('../../plugins', import.meta.url));

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    if (name === 'dist' || name === 'node_modules') return [];
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sources(path);
    return name.endsWith('.ts') && !name.endsWith('.test.ts') ? [path] : [];
  });
}

describe('ComponentIcon', () => {
  it('has the icon of every component we ship', () => {
    const named = sources(PLUGINS).flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(/^\s+icon: '(\w+)'/gm)].map((match) => match[1] ?? ''),
    );
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => !(name in BY_NAME))).toEqual([]);
  });
});
