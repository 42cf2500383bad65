import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { en } from './en/index.ts';
import { createI18n, preferredLanguage } from './i18n.ts';
import { zhCN } from './zh-CN/index.ts';

const RENDERER = fileURLToPath(new URL('..', import.meta.url));

/** Every leaf by its dotted key; plural forms under their stem, for languages differ in which they have. */
function texts(tree: object, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree) as [string, unknown][]) {
    if (typeof value === 'string') found.set(`${prefix}${key.replace(/_(one|other)$/, '')}`, value);
    else for (const [inner, text] of texts(value as object, `${prefix}${key}.`)) found.set(inner, text);
  }
  return found;
}

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sources(path);
    return /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name) ? [path] : [];
  });
}

const english = texts(en);
const chinese = texts(zhCN);
const files = sources(RENDERER).map((path) => ({ path: relative(RENDERER, path), code: readFileSync(path, 'utf8') }));

describe('the texts', () => {
  it('stand in both languages', () => {
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it('take the same values in both languages', () => {
    const names = (text: string): string[] =>
      [...text.matchAll(/\{\{(\w+)\}\}/g)]
        .map((match) => match[1] ?? '')
        .filter((name) => name !== 'count')
        .sort();
    const differing = [...english]
      .filter(([key, text]) => names(text).join() !== names(chinese.get(key) ?? '').join())
      .map(([key]) => key);
    expect(differing).toEqual([]);
  });

  it('exist for every key the code asks for', () => {
    const missing = files.flatMap(({ path, code }) =>
      [...code.matchAll(/\bt\(\s*'([\w.-]+)'/g)].flatMap((match) =>
        english.has(match[1] ?? '') ? [] : [`${path}: ${match[1]}`],
      ),
    );
    expect(missing).toEqual([]);
  });

  it('are asked for and not written into components', () => {
    const written = files
      .filter(({ path }) => path.endsWith('.tsx'))
      .flatMap(({ path, code }) => {
        const between = [...code.matchAll(/>([^<>{}=;()&|?]*[A-Za-z]{3}[^<>{}=;()&|?]*)<\//g)].map((match) =>
          match[1]?.trim(),
        );
        const attributes = [
          ...code.matchAll(/\b(?:label|title|placeholder|aria-label|description)="([^"]*[A-Za-z]{3}[^"]*)"/g),
        ].map((match) => match[1]);
        return [...between, ...attributes].map((text) => `${path}: ${text}`);
      });
    expect(written).toEqual([]);
  });
});

describe('createI18n', () => {
  it('counts in English and in Chinese', async () => {
    const i18n = await createI18n('en');
    expect([i18n.t('frame.problems', { count: 1 }), i18n.t('frame.problems', { count: 3 })]).toEqual([
      '1 problem',
      '3 problems',
    ]);
    await i18n.changeLanguage('zh-CN');
    expect(i18n.t('frame.problems', { count: 1 })).toBe('1 个问题');
  });
});

describe('preferredLanguage', () => {
  const storage = (kept?: string): Storage => ({ getItem: () => kept ?? null }) as unknown as Storage;

  it("is what was chosen before, else the first of the browser's we have, else English", () => {
    expect(preferredLanguage(storage('zh-CN'), ['en'])).toBe('zh-CN');
    expect(preferredLanguage(storage(), ['fr', 'zh-TW', 'en'])).toBe('zh-CN');
    expect(preferredLanguage(storage(), ['fr'])).toBe('en');
    expect(preferredLanguage(storage('tlh'), ['fr'])).toBe('en');
  });
});
