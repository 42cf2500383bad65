import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadTemplates, provideTemplateData } from '../../runtime/api/index.ts';
import { runGantry } from '../support/runGantry.ts';
import { tempDir } from '../support/tempDir.ts';
import type { TempDir } from '../support/tempDir.ts';

let dir: TempDir;

beforeAll(async () => {
  dir = await tempDir('gantry-sample-');
});
afterAll(() => dir[Symbol.asyncDispose]());

it('gives exactly the rows that a plain script computes from the CSV file', async () => {
  const templates = await loadTemplates('assets/templates');
  const sample = templates.find(({ id }) => id === 'birdstrikes');
  if (sample === undefined) throw new Error('there is no sample');
  await provideTemplateData([sample], dir.path);
  // The sample is slow so that there is something to see; nobody watches here.
  expect(sample.text).toMatch(/^ {4}rate: \d+$/m);
  await writeFile(dir.join('birdstrikes.yaml'), sample.text.replace(/^ {4}rate: \d+$/m, '    rate: 1000000'));

  const run = await runGantry(['run', 'birdstrikes.yaml', '--until-idle', '1s', '--json'], { cwd: dir.path });
  const expected = plainScript(await readFile(dir.join('data', 'birdstrikes.csv'), 'utf8'));
  expect(run.json(), run.stderr).toMatchObject({ outcome: 'ended', recordsIn: 10_000, skipped: 0, errors: 0 });
  expect(expected.length).toBeGreaterThan(500);
  expect(await written()).toEqual(sorted(expected));
});

async function written(): Promise<readonly string[]> {
  const lines = (await readFile(dir.join('out', 'birdstrikes.jsonl'), 'utf8')).trimEnd().split('\n');
  // Two queues have no order between them.
  return sorted(lines.map((line) => JSON.parse(line) as object));
}

function sorted(rows: readonly object[]): readonly string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}

/** The sample as anybody would write it by hand: read, filter, compute. Knows nothing of Gantry. */
function plainScript(csv: string): readonly object[] {
  const [header = [], ...lines] = splitCsv(csv);
  const rows = lines.map((cells) => Object.fromEntries(header.map((name, index) => [name, cells[index] ?? ''])));
  const numeric = header.filter((name) => rows.every((row) => row[name] === '' || /^-?\d+$/.test(row[name] ?? '')));
  return rows
    .filter((row) => row['Effect Amount of damage'] !== 'None')
    .map((row) => {
      const typed = Object.fromEntries(
        header.map((name) => [name, typedCell(row[name] ?? '', numeric.includes(name))]),
      );
      return {
        ...typed,
        month: row['Flight Date']?.slice(0, 7),
        expensive: Number(row['Cost Total $']) > 100_000,
      };
    });
}

function typedCell(cell: string, isNumber: boolean): string | number | null {
  if (cell === '') return null;
  return isNumber ? Number(cell) : cell;
}

/** RFC 4180, one character after the other. */
function splitCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let isQuoted = false;
  const endCell = (): void => void (rows.at(-1)?.push(cell), (cell = ''));
  for (let at = 0; at < text.length; at++) {
    const char = text[at] as string;
    if (isQuoted) {
      if (char !== '"') cell += char;
      else if (text[at + 1] === '"') cell += text[at++];
      else isQuoted = false;
    } else if (char === '"') isQuoted = true;
    else if (char === ',') endCell();
    else if (char === '\n') {
      endCell();
      rows.push([]);
    } else if (char !== '\r') cell += char;
  }
  if (cell !== '' || (rows.at(-1)?.length ?? 0) > 0) endCell();
  return rows.filter((row) => row.length > 0);
}
