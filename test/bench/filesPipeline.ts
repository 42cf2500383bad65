/**
 * file -> filter -> topic -> file, 1 M JSON lines of about 200 B, through `gantry run` as a user starts it, against a plain
 * single-threaded Node script that reads, parses, filters and writes the same lines. Both are timed as whole processes.
 * GANTRY_BENCH_LINES changes the number of lines (10,000,000 shows that memory does not grow with the file).
 */
import { spawn } from 'node:child_process';
import { createReadStream, createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { BenchResult } from './types.ts';

const LINES = Number(process.env['GANTRY_BENCH_LINES'] ?? 1_000_000);
const RUNS = LINES > 2_000_000 ? 1 : 3;
const CLI = fileURLToPath(new URL('../../dist/runtime/cli/main.js', import.meta.url));
const PLAIN = fileURLToPath(new URL('./plainFilter.ts', import.meta.url));

interface Measured {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakRssMb: number;
}

export const benches = { 'files.pipeline': filesPipeline };

async function filesPipeline(): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), 'gantry-bench-'));
  try {
    const input = join(folder, 'orders.jsonl');
    await writeOrders(input, LINES);
    const plain: Measured[] = [];
    const ours: Measured[] = [];
    // Interleaved, so that a slow minute of the machine hits both.
    for (let run = 0; run < RUNS; run += 1) {
      plain.push(await measure(process.execPath, [PLAIN, input, join(folder, `plain-${run}.jsonl`)]));
      ours.push(await measureOurs(folder, input, run));
    }
    await expectSameLines(join(folder, 'plain-0.jsonl'), join(folder, 'ours-0.jsonl'));
    const value = LINES / median(ours.map((one) => one.seconds));
    const limit = LINES / median(plain.map((one) => one.seconds));
    return {
      bench: 'files.pipeline',
      value,
      unit: 'records/s',
      limit,
      ratio: value / limit,
      runs: RUNS,
      rssMb: median(ours.map((one) => one.peakRssMb)),
      cpuSecPer100k: median(ours.map((one) => one.cpuSeconds)) / (LINES / 100_000),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureOurs(folder: string, input: string, run: number): Promise<Measured> {
  const output = join(folder, `ours-${run}.jsonl`);
  const document = join(folder, `bench-${run}.yaml`);
  writeFileSync(
    document,
    `apiVersion: gantry/v1
kind: Pipeline
name: bench-${run}
bus: embedded
nodes:
  orders: { source: files, config: { path: ${input}, format: jsonl } }
  paid: { transform: filter, config: { where: "after.status == 'paid' && after.amount > 100.0" } }
  events: { topic: bench-orders-${run}, queues: 1, converter: batch, retention: { size: 64MB } }
  copy: { sink: files, config: { path: ${output}, format: jsonl } }
edges: [orders -> paid, paid -> events, events -> copy]
`,
  );
  return measure(process.execPath, [CLI, 'run', document, '--until-idle', '1s', '--data', join(folder, `data-${run}`)]);
}

/** Runs a command to its end; peak memory is the kernel's own high-water mark, read until the process is gone. */
async function measure(command: string, args: readonly string[]): Promise<Measured> {
  const start = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (data: Buffer) => (output += data.toString()));
  child.stderr.on('data', (data: Buffer) => (output += data.toString()));
  let peakRssMb = 0;
  let cpuSeconds = 0;
  const timer = setInterval(() => {
    peakRssMb = Math.max(peakRssMb, highWaterMb(child.pid));
    cpuSeconds = Math.max(cpuSeconds, cpuOf(child.pid));
  }, 20);
  const [code] = (await once(child, 'close')) as [number | null];
  clearInterval(timer);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${output}`);
  return { seconds: (performance.now() - start) / 1000, cpuSeconds, peakRssMb };
}

function highWaterMb(pid: number | undefined): number {
  const kb = /VmHWM:\s+(\d+)/.exec(readProc(pid, 'status'))?.[1];
  return kb === undefined ? 0 : Number(kb) / 1024;
}

/** User and system time in seconds: fields 14 and 15 of /proc/PID/stat, in ticks of 10 ms. */
function cpuOf(pid: number | undefined): number {
  const fields = readProc(pid, 'stat').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / 100;
}

function readProc(pid: number | undefined, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

/** Orders with the usual mix of fields, about 200 B a line, the same every time. */
async function writeOrders(path: string, lines: number): Promise<void> {
  const statuses = ['paid', 'new', 'shipped', 'cancelled'];
  const out = createWriteStream(path);
  for (let from = 0; from < lines; from += 10_000) {
    let text = '';
    for (let id = from; id < Math.min(from + 10_000, lines); id += 1) {
      const order = {
        id,
        customer: `customer-${(id * 7919) % 100_003}`,
        status: statuses[(id * 31) % 4],
        amount: ((id * 104_729) % 100_000) / 100,
        note: `order ${id} placed over the counter, to be packed with care`,
        country: ['DE', 'CN', 'US', 'BR'][(id * 17) % 4],
        created: new Date(1_700_000_000_000 + id * 1000).toISOString(),
      };
      text += `${JSON.stringify(order)}\n`;
    }
    if (!out.write(text)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'close');
}

async function expectSameLines(expected: string, actual: string): Promise<void> {
  const other = createInterface({ input: createReadStream(actual) })[Symbol.asyncIterator]();
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(expected) })) {
    line += 1;
    const { value } = (await other.next()) as { value: string | undefined };
    if (value !== text) throw new Error(`line ${line} differs: the plain script wrote ${text}, Gantry ${value}`);
  }
  if (!(await other.next()).done) throw new Error(`Gantry wrote more than the plain script's ${line} lines`);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
