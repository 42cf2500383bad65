/**
 * Writes plugins/sdk/api-report.md: the SDK's public surface as the build declares it, without comments, by entry point and name.
 * With --check compares it, so that whoever changes what plugins rely on sees it in the diff.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SDK = join(ROOT, 'plugins/sdk');
const REPORT = join(SDK, 'api-report.md');
const ENTRIES = [
  ['@gantry/sdk', 'dist/index.d.ts'],
  ['@gantry/sdk/testing', 'dist/testing/index.d.ts'],
] as const;

/** A declaration, or where a name of another package comes from. */
type Surface = Map<string, string>;

const report = [
  '# The SDK’s public surface',
  '',
  'What plugins may rely on. Made by `npm run api:report` from the build; a change here is a change for every plugin.',
  ...ENTRIES.flatMap(([name, file]) => ['', `## ${name}`, '', '```ts', ...printed(surfaceOf(join(SDK, file))), '```']),
  '',
].join('\n');

if (!process.argv.includes('--check')) {
  writeFileSync(REPORT, report);
  console.log(`api report: wrote ${relative(ROOT, REPORT)}`);
} else if (readFileSync(REPORT, 'utf8') === report) {
  console.log('api report: agrees with the build');
} else {
  console.error(
    'api report: the public surface of the SDK changed. Look whether old plugins still load, then: npm run api:report',
  );
  process.exit(1);
}

function printed(surface: Surface): readonly string[] {
  return [...surface].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text);
}

/** What a module exports, followed to where it is declared. */
function surfaceOf(file: string): Surface {
  const text = withoutComments(readFileSync(file, 'utf8'));
  const surface = declarationsOf(text);
  for (const [, names = '', from = ''] of text.matchAll(/^export (?:type )?\{([^}]*)\} from '([^']+)';$/gm)) {
    const source = from.startsWith('.') ? surfaceOf(join(dirname(file), from.replace(/\.ts$/, '.d.ts'))) : undefined;
    for (const name of names
      .split(',')
      .map((each) => each.trim().replace(/^type /, ''))
      .filter(Boolean)) {
      const declared = source === undefined ? `export { ${name} } from '${from}';` : source.get(name);
      if (declared === undefined)
        throw new Error(`${relative(ROOT, file)} exports ${name}, which ${from} does not declare`);
      surface.set(name, declared);
    }
  }
  return surface;
}

/** The exported declarations of a file, by name. The compiler begins each in the first column and indents what belongs to it. */
function declarationsOf(text: string): Surface {
  const surface: Surface = new Map();
  for (const part of text.split(/^(?=[a-z])/m)) {
    const name = /^export (?:declare )?(?:abstract )?(?:class|const|function|interface|type) (\w+)/.exec(part)?.[1];
    if (name === undefined) continue;
    const before = surface.get(name);
    surface.set(name, before === undefined ? part.trimEnd() : `${before}\n${part.trimEnd()}`);
  }
  return surface;
}

function withoutComments(text: string): string {
  return text
    .replaceAll(/\/\*\*[^]*?\*\//g, '')
    .replaceAll(/^\/\/.*$/gm, '')
    .replaceAll(/\n\s*\n/g, '\n');
}
