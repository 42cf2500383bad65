import { access, constants, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fromErrorDto, toErrorDto } from '@gantry/sdk';
import type { CheckStep, Choice, ComponentContext, GantryRecord, ErrorDto, Preview, RecordSchema } from '@gantry/sdk';
import type { FilesSourceConfig } from '../config.ts';
import { FileReader } from './fileReader.ts';
import type { FileBatch } from './fileReader.ts';
import { fileFormat } from './fileFormat.ts';
import { listFiles } from './fileSet.ts';
import { isGlob } from './glob.ts';
import { inferRowSchema } from './rowSchema.ts';

/** Files the designer looks at to tell what a path holds. */
const SAMPLED_FILES = 10;
const MAX_CHOICES = 100;
const SAMPLED_ROWS = 1_000;

/** Whether the path has files, whether they may be read, and whether the first one can be understood. */
export async function checkSource(
  context: ComponentContext<FilesSourceConfig>,
  signal: AbortSignal,
): Promise<readonly CheckStep[]> {
  const steps: CheckStep[] = [];
  const { path, format } = context.config;
  let files: readonly string[] = [];
  const ok =
    (await step(steps, 'find', async () => {
      files = await listFiles(path, false);
      return files.length === 1 ? `${files[0]}` : `${files.length} files, the first is ${files[0]}`;
    })) &&
    (await step(steps, 'format', () => fileFormat(files[0] as string, format))) &&
    (await step(steps, 'permissions', async () => {
      for (const file of files) await access(file, constants.R_OK);
      return undefined;
    }));
  if (!ok) return [...steps, { name: 'read', status: 'skipped' }];
  await step(steps, 'read', async () => {
    const { records, failures } = await previewFiles(context, 100, signal);
    if (failures[0]) throw fromErrorDto(failures[0]);
    return records.length === 0 ? 'no rows yet' : `${records.length} rows read`;
  });
  return steps;
}

/** Files and folders beside what was typed. */
export async function fileChoices(
  _context: ComponentContext<FilesSourceConfig>,
  field: string,
  typed: string,
): Promise<readonly Choice[]> {
  if (field !== 'path') return [];
  if (isGlob(typed)) return (await listFiles(typed, true)).slice(0, MAX_CHOICES).map((value) => ({ value }));
  const folder = typed.endsWith('/') ? typed : dirname(typed === '' ? './x' : typed);
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .map((entry) => ({ value: join(folder, entry.name) + (entry.isDirectory() ? '/' : ''), label: entry.name }))
    .filter(({ value, label }) => !label.startsWith('.') && (typed === '' || value.startsWith(join(typed))))
    .sort((a, b) => a.value.localeCompare(b.value))
    .slice(0, MAX_CHOICES);
}

/** One schema per file, of the first files. */
export async function sourceSchemas(
  context: ComponentContext<FilesSourceConfig>,
  signal: AbortSignal,
): Promise<readonly RecordSchema[]> {
  const schemas: RecordSchema[] = [];
  for (const path of (await listFiles(context.config.path, true)).slice(0, SAMPLED_FILES)) {
    const { records } = await firstBatches(path, context.config, SAMPLED_ROWS, signal);
    const [first] = records;
    if (first) schemas.push(first.schema ?? inferRowSchema(path, records, context.config.key));
  }
  return schemas;
}

/** The first records of the first files. */
export async function previewFiles(
  context: ComponentContext<FilesSourceConfig>,
  limit: number,
  signal: AbortSignal,
): Promise<Preview> {
  const records: GantryRecord[] = [];
  const failures: ErrorDto[] = [];
  for (const path of (await listFiles(context.config.path, true)).slice(0, SAMPLED_FILES)) {
    if (records.length >= limit) break;
    const more = await firstBatches(path, context.config, limit - records.length, signal);
    records.push(...more.records);
    failures.push(...more.failures);
  }
  return { records, failures };
}

async function firstBatches(
  path: string,
  config: FilesSourceConfig,
  limit: number,
  signal: AbortSignal,
): Promise<Preview> {
  const records: GantryRecord[] = [];
  const failures: ErrorDto[] = [];
  const reader = await FileReader.open(path, { offset: 0, line: 0 }, config);
  try {
    for (let batch: FileBatch | undefined; records.length + failures.length < limit;) {
      batch = await reader?.next(true, signal);
      if (batch === undefined) break;
      records.push(...batch.records.slice(0, limit - records.length));
      failures.push(...batch.failures.slice(0, limit).map((failure) => toErrorDto(failure.error)));
    }
  } finally {
    await reader?.close();
  }
  return { records, failures };
}

/** Runs one step and notes how it went. */
async function step(
  steps: CheckStep[],
  name: string,
  run: () => Promise<string | undefined> | string,
): Promise<boolean> {
  try {
    const detail = await run();
    steps.push({ name, status: 'passed', ...(detail === undefined ? {} : { detail }) });
    return true;
  } catch (caught) {
    const { message, hint } = toErrorDto(caught);
    steps.push({ name, status: 'failed', detail: message, ...(hint === undefined ? {} : { fix: hint }) });
    return false;
  }
}
