import { copyFile, mkdir, readFile, readdir, rename } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { existsSync } from 'node:fs';
import { parse } from 'yaml';
import { API_ERRORS } from '../errors.ts';
import type { TemplateDto } from '../contract.ts';

/** A template and the data it comes with. */
export interface Template extends TemplateDto {
  readonly data: readonly TemplateData[];
}

/** A file of an installed package, copied to `to` below the workspace when the template is used. */
export interface TemplateData {
  readonly package: string;
  readonly file: string;
  readonly to: string;
}

interface Header {
  readonly title: string;
  readonly description: string;
  readonly needs: string;
  readonly data?: readonly TemplateData[];
  readonly locales?: {
    readonly [locale: string]: { readonly title: string; readonly description: string; readonly needs: string };
  };
}

const SEPARATOR = /^---\s*$/m;
const ENDING = '.yaml';

/**
 * Reads the templates: YAML files of two documents, the header and the pipeline. Throws `api.template_invalid`: they are part of
 * the product, so a broken one is not passed over.
 */
export async function loadTemplates(dir: string): Promise<readonly Template[]> {
  const files = (await readdir(dir)).filter((file) => file.endsWith(ENDING)).sort();
  return Promise.all(
    files.map(async (file) => parseTemplate(file.slice(0, -ENDING.length), await readFile(join(dir, file), 'utf8'))),
  );
}

/** One template from its text. */
export function parseTemplate(id: string, text: string): Template {
  const separator = SEPARATOR.exec(text);
  if (!separator) throw invalid(id, 'has no line `---` between its header and its pipeline');
  const header = parse(text.slice(0, separator.index)) as Partial<Header> | null;
  for (const field of ['title', 'description', 'needs'] as const) {
    if (typeof header?.[field] !== 'string') throw invalid(id, `has no ${field} in its header`);
  }
  const { title, description, needs, data = [], locales } = header as Header;
  const pipeline = text.slice(separator.index + separator[0].length).replace(/^\r?\n/, '');
  return { id, title, description, needs, text: pipeline, data, ...(locales === undefined ? {} : { locales }) };
}

/** Puts the data of the templates into the workspace, where their relative paths lead; what is there already stays. */
export async function provideTemplateData(templates: readonly Template[], workspaceDir: string): Promise<void> {
  for (const { id, data } of templates) {
    for (const entry of data) {
      const target = join(workspaceDir, entry.to);
      if (existsSync(target)) continue;
      await mkdir(dirname(target), { recursive: true });
      // Renamed into place, so that a source watching the folder never sees half of it.
      const temporary = `${target}.${process.pid}.tmp`;
      await copyFile(packageFile(id, entry), temporary);
      await rename(temporary, target);
    }
  }
}

function packageFile(id: string, entry: TemplateData): string {
  // Resolved by folder rather than by require.resolve: packages do not have to export their data files.
  for (const folder of createRequire(import.meta.url).resolve.paths(entry.package) ?? []) {
    const file = join(folder, entry.package, entry.file);
    if (existsSync(file)) return file;
  }
  throw invalid(id, `needs ${entry.file} of the package ${entry.package}, which is not installed`);
}

function invalid(id: string, what: string): Error {
  return API_ERRORS.error('template_invalid', {
    message: `the template ${id} ${what}`,
    hint: 'See assets/README.md for its form.',
  });
}
