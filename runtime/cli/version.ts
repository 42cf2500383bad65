import { readFileSync } from 'node:fs';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The product's folder: the one with its package.json, above the sources and above dist/ alike. */
export const PRODUCT_DIR = findProductDir(fileURLToPath(new URL('.', import.meta.url)));

/** The product's version. */
export const VERSION = (JSON.parse(readFileSync(join(PRODUCT_DIR, 'package.json'), 'utf8')) as { version: string })
  .version;

function findProductDir(from: string): string {
  for (let dir = from; dir !== dirname(dir); dir = dirname(dir)) {
    const file = join(dir, 'package.json');
    if (existsSync(file) && (JSON.parse(readFileSync(file, 'utf8')) as { name?: string }).name === 'gantry') return dir;
  }
  throw new Error(`no package.json of gantry above ${from}`);
}
