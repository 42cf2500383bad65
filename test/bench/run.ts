/**
 * `npm run bench -- [NAME...] [--json]`: each bench prints one line, its figure beside the raw limit measured in the same run.
 * A name may be a prefix (`embedded`). Without names, all.
 */
import type { BenchResult } from './types.ts';

type Bench = () => Promise<BenchResult>;

/** Loaded one by one: a bench that needs a browser must not hold up one that does not. */
const MODULES = ['./embedded.ts', './compile.ts', './filesPipeline.ts', './canvas.ts'];

const args = process.argv.slice(2);
const json = args.includes('--json');
const wanted = args.filter((arg) => !arg.startsWith('--'));

const all = await loadBenches();
const chosen = [...all].filter(([name]) => wanted.length === 0 || wanted.some((want) => name.startsWith(want)));
if (chosen.length === 0) {
  console.error(`bench: no bench is called ${wanted.join(', ')}. There are: ${[...all.keys()].join(', ')}`);
  process.exit(2);
}

if (!json)
  console.log(row(['bench', 'value', 'unit', 'limit', 'ratio', 'runs', 'rss MB', 'cpu s/100k', 'p50 ms', 'p99 ms']));
for (const [, bench] of chosen) {
  const result = await bench();
  console.log(json ? JSON.stringify(result) : row(cells(result)));
}
// Benches that drove a browser or a worker may leave handles that only slow the end.
process.exit(0);

async function loadBenches(): Promise<Map<string, Bench>> {
  const found = new Map<string, Bench>();
  for (const path of MODULES) {
    const module = (await import(path)) as { benches: { readonly [name: string]: Bench } };
    for (const [name, bench] of Object.entries(module.benches)) found.set(name, bench);
  }
  return found;
}

function cells(result: BenchResult): string[] {
  return [
    result.bench,
    number(result.value),
    result.unit,
    number(result.limit),
    result.ratio.toFixed(2),
    String(result.runs),
    number(result.rssMb),
    number(result.cpuSecPer100k),
    number(result.p50Ms),
    number(result.p99Ms),
  ];
}

function number(value: number | undefined): string {
  if (value === undefined) return '';
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(2);
}

function row(columns: readonly string[]): string {
  const widths = [20, 12, 10, 12, 6, 5, 8, 11, 8, 8];
  return columns
    .map((text, index) =>
      index === 0 || index === 2 ? text.padEnd(widths[index] ?? 8) : text.padStart(widths[index] ?? 8),
    )
    .join(' ');
}
