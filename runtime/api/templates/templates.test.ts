import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseText } from '../../spec/index.ts';
import { loadTemplates, parseTemplate, provideTemplateData } from './templates.ts';

const TEMPLATES_DIR = fileURLToPath(new URL('../../../assets/templates/', import.meta.url));

describe('the templates', () => {
  test('are documents without a fault, described in English and Chinese', async () => {
    const templates = await loadTemplates(TEMPLATES_DIR);
    expect(templates.map(({ id }) => id)).toEqual(['birdstrikes', 'masked-orders', 'sensor-stream', 'webhook-to-file']);
    for (const template of templates) {
      const parsed = parseText(template.text);
      expect(parsed.diagnostics, template.id).toEqual([]);
      expect(parsed.pipeline?.name).toBe(template.id);
      expect(Object.keys(template.locales ?? {})).toEqual(['zh-CN']);
      expect(Object.keys(parsed.pipeline?.layout ?? {}).sort()).toEqual(
        Object.keys(parsed.pipeline?.nodes ?? {}).sort(),
      );
    }
  });

  test('bring their data along, and keep what is there', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'gantry-templates-'));
    const templates = await loadTemplates(TEMPLATES_DIR);
    await provideTemplateData(templates, dir);
    const file = join(dir, 'data', 'birdstrikes.csv');
    expect(await readFile(file, 'utf8')).toMatch(/^Airport Name,/);
    await writeFile(file, 'mine');
    await provideTemplateData(templates, dir);
    expect(await readFile(file, 'utf8')).toBe('mine');
    await rm(dir, { recursive: true });
  });

  test('say what is missing in a broken one', () => {
    expect(() => parseTemplate('x', 'title: a\n')).toThrow(/no line `---`/);
    expect(() => parseTemplate('x', 'title: a\nneeds: b\n---\nname: x\n')).toThrow(/no description/);
  });
});
