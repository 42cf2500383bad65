/**
 * Writes ERRORS.md from every `defineErrors` table, or with --check compares it: each code stands in one table and on the page,
 * and the page holds no code that no table has.
 */
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ErrorTable } from '@gantry/sdk';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PAGE = join(ROOT, 'ERRORS.md');

const tables = await loadTables();
const page = print(tables);
if (!process.argv.includes('--check')) {
  writeFileSync(PAGE, page);
  console.log(`error codes: wrote ${relative(ROOT, PAGE)}`);
} else {
  const written = readFileSync(PAGE, 'utf8');
  if (written !== page) {
    console.error('error codes: ERRORS.md is not what the tables say. Run: node test/tools/errorCodes.ts');
    process.exit(1);
  }
  console.log(
    `error codes: ${tables.reduce((sum, table) => sum + Object.keys(table.entries).length, 0)} codes, page agrees`,
  );
}

async function loadTables(): Promise<ErrorTable[]> {
  const found: ErrorTable[] = [];
  for (const folder of ['runtime', 'plugins', 'main']) {
    for (const file of errorFiles(join(ROOT, folder))) {
      const module = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
      found.push(...Object.values(module).filter(isTable));
    }
  }
  const owners = found.map((table) => table.owner);
  const twice = owners.find((owner, index) => owners.indexOf(owner) !== index);
  if (twice !== undefined) throw new Error(`two tables of error codes call themselves ${twice}`);
  return found.sort((a, b) => a.owner.localeCompare(b.owner));
}

function errorFiles(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    if (name === 'dist' || name === 'node_modules') return [];
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return errorFiles(path);
    return name === 'errors.ts' ? [path] : [];
  });
}

function isTable(value: unknown): value is ErrorTable {
  return typeof value === 'object' && value !== null && 'owner' in value && 'entries' in value;
}

function print(all: readonly ErrorTable[]): string {
  const lines = [
    '# Error codes',
    '',
    'Every error carries one of these codes; they are stable and never reused. Made by `node test/tools/errorCodes.ts` from the tables in each `errors.ts`.',
    '',
  ];
  for (const table of all) {
    lines.push(`## ${table.owner}`, '', '| code | when | HTTP | exit | retried |', '|---|---|---|---|---|');
    for (const [name, entry] of Object.entries(table.entries)) {
      lines.push(
        `| \`${table.owner}.${name}\` | ${entry.summary} | ${entry.status ?? 500} | ${entry.exit ?? 1} | ${entry.retryable ? 'yes' : 'no'} |`,
      );
    }
    lines.push('');
  }
  return lines.join('\n');
}
