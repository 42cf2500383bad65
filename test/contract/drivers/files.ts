import { readFile, readdir, writeFile } from 'node:fs/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { GantryRecord, Json, Row } from '@gantry/sdk';
import { rowRecords, tempDir } from '@gantry/sdk/testing';
import type { PreparedSink, PreparedSource, SinkDriver, SourceDriver } from '@gantry/sdk/testing';
import type { PluginDrivers } from './types.ts';

const ROWS = 5_300;

/** Drivers of the files plugin: lines and rows, plain, compressed and followed. */
export const filesDrivers: PluginDrivers = {
  sources: { files: source((dir) => jsonLines(dir)) },
  sinks: { files: sink({ path: 'out.jsonl' }) },
};

/** More ways to try it, each a run of its own. */
export const filesVariants: { readonly [name: string]: PluginDrivers } = {
  CSV: { sources: { files: source((dir) => csv(dir)) }, sinks: { files: sink({ path: 'out.csv' }) } },
  gzip: {
    sources: { files: source((dir) => gzipped(dir)) },
    sinks: { files: sink({ path: 'out.jsonl.gz', compression: 'gzip' }) },
  },
  'many files, rolled': {
    sources: { files: source((dir) => manyFiles(dir)) },
    sinks: { files: sink({ path: 'part-{n}.jsonl', maxRecords: 7 }) },
  },
  followed: {
    sources: { files: source((dir) => followed(dir)) },
    sinks: { files: sink({ path: '{table}/{date}.jsonl' }) },
  },
};

type Made = Pick<PreparedSource, 'config' | 'expected' | 'endless'>;

function source(make: (dir: string) => Promise<Made>): SourceDriver {
  return {
    prepare: async () => {
      const dir = await tempDir();
      return { ...(await make(dir.path)), dispose: dir.dispose };
    },
    prepareMalformed: async () => {
      const dir = await tempDir();
      const lines = ['{"id":1}', '{"id":', '{"id":2}', 'no json', '{"id":3}'];
      await writeFile(dir.file('bad.jsonl'), lines.join('\n'));
      const originals = [lines[1], lines[3]].map((line) => new TextEncoder().encode(line));
      return {
        config: { path: dir.file('bad.jsonl') },
        originals,
        expected: [{ id: 1 }, { id: 2 }, { id: 3 }],
        dispose: dir.dispose,
      };
    },
  };
}

interface TestRow extends Row {
  readonly id: number;
  readonly name: string;
  readonly price: number;
  readonly big: bigint;
}

function rows(from = 0, count = ROWS): readonly TestRow[] {
  return Array.from({ length: count }, (_, i) => ({
    id: from + i,
    name: `name, "${from + i}"`,
    price: (from + i) / 4,
    big: 2n ** 60n + BigInt(i),
  }));
}

function toJson(row: Row): string {
  return (
    JSON.stringify(row, (_, value: unknown) => (typeof value === 'bigint' ? `#${value}#` : value)).replace(
      /"#(\d+)#"/g,
      '$1',
    ) + '\n'
  );
}

async function jsonLines(dir: string): Promise<Made> {
  await writeFile(`${dir}/a.jsonl`, rows().map(toJson).join(''));
  return { config: { path: `${dir}/a.jsonl`, key: ['id'] }, expected: rows() };
}

async function gzipped(dir: string): Promise<Made> {
  const halves = [rows(0, 3_000), rows(3_000, 2_300)].map((half) => gzipSync(half.map(toJson).join('')));
  await writeFile(`${dir}/a.jsonl.gz`, Buffer.concat(halves));
  return { config: { path: `${dir}/a.jsonl.gz` }, expected: [...rows(0, 3_000), ...rows(3_000, 2_300)] };
}

async function csv(dir: string): Promise<Made> {
  const lines = rows().map(({ id, price, big }) => `${id},"name, ""${id}""",${price},${big}\r\n`);
  await writeFile(`${dir}/a.csv`, `\uFEFFid,name,price,big\r\n${lines.join('')}`);
  return { config: { path: `${dir}/a.csv` }, expected: rows() };
}

async function manyFiles(dir: string): Promise<Made> {
  for (let i = 0; i < 5; i++)
    await writeFile(
      `${dir}/${i}.jsonl`,
      rows(i * 1_100, 1_100)
        .map(toJson)
        .join(''),
    );
  return { config: { path: `${dir}/*.jsonl` }, expected: [0, 1, 2, 3, 4].flatMap((i) => rows(i * 1_100, 1_100)) };
}

async function followed(dir: string): Promise<Made> {
  return {
    ...(await jsonLines(dir)),
    config: { path: `${dir}/*.jsonl`, follow: true, pollIntervalMs: 10 },
    endless: true,
  };
}

function sink(config: { readonly path: string } & { readonly [option: string]: unknown }): SinkDriver {
  return {
    prepare: async (): Promise<PreparedSink> => {
      const dir = await tempDir();
      const isCsv = config.path.endsWith('.csv');
      return {
        config: { ...config, path: dir.file(config.path) },
        records: rowRecords(30),
        expected: (record: GantryRecord) =>
          (isCsv ? Object.values(record.after as Row).map(String) : record.after) as Json,
        stored: async () =>
          (await storedLines(dir.path))
            .map((line) => (isCsv ? line.split(',') : JSON.parse(line)) as Json)
            .slice(isCsv ? 1 : 0),
        ...(isCsv ? { refused: { ...(rowRecords(1)[0] as GantryRecord), after: { id: 1, unknown: 2 } } } : {}),
        dispose: dir.dispose,
      };
    },
  };
}

/** The lines of all files that are finished, by name. Nothing else may be left beside them. */
async function storedLines(dir: string): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const name of (await readdir(dir, { recursive: true, withFileTypes: true }))
    .filter((e) => e.isFile())
    .map((e) => `${e.parentPath}/${e.name}`)
    .sort()) {
    const bytes = await readFile(name);
    lines.push(...(name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString().split('\n').slice(0, -1));
  }
  return lines;
}
