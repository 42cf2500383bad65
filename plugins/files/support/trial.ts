import type { GantryRecord, Json, Position, SinkTask, SourceBatch, SourceTask, TaskContext } from '@gantry/sdk';
import { testContext, withDefaults } from '@gantry/sdk/testing';
import type { TestContextOptions } from '@gantry/sdk/testing';
import { FilesSinkConfig, FilesSourceConfig } from '../config.ts';
import { filesSink } from '../sink.ts';
import { filesSource } from '../source.ts';

export const signal = new AbortController().signal;

/** A clock on which nobody waits longer than it takes others to run. */
const hasty = {
  now: () => Date.now(),
  sleep: async (_ms: number, abort?: AbortSignal) => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    abort?.throwIfAborted();
  },
};

/** An opened source task with its context. */
export async function openSource(
  config: Partial<FilesSourceConfig> & { path: string },
  position: Position | null = null,
  more: Partial<TestContextOptions<unknown>> = {},
): Promise<SourceTask & { readonly context: TaskContext<FilesSourceConfig> & ReturnType<typeof testContext> }> {
  const context = testContext({
    clock: hasty,
    ...more,
    config: withDefaults<FilesSourceConfig>(FilesSourceConfig, config),
  });
  const task = filesSource.createTask(context);
  await task.open(position, signal);
  return Object.assign(task, { context });
}

/** Everything a source yields until it ends. */
export async function readAll(
  config: Partial<FilesSourceConfig> & { path: string },
  position: Position | null = null,
): Promise<SourceBatch> {
  const task = await openSource(config, position);
  try {
    return await readRest(task);
  } finally {
    await task.close();
  }
}

/** What is left, as one batch with the last position. */
export async function readRest(task: SourceTask): Promise<SourceBatch> {
  const batches: SourceBatch[] = [];
  for (let batch = await task.read(signal); batch; batch = await task.read(signal)) batches.push(batch);
  let count = 0;
  const failures = batches.flatMap((batch) => {
    const own = (batch.failures ?? []).map((failure) => ({ ...failure, at: failure.at + count }));
    count += batch.records.length;
    return own;
  });
  return { records: batches.flatMap((batch) => batch.records), position: batches.at(-1)?.position ?? {}, failures };
}

/** Rows of records. */
export function rowsOf(batch: { readonly records: readonly GantryRecord[] } | null): readonly unknown[] {
  return (batch?.records ?? []).map((record) => record.after);
}

/** A sink task that is not open yet. */
export function makeSink(
  config: Partial<FilesSinkConfig> & { path: string },
  more: Partial<TestContextOptions<unknown>> = {},
): SinkTask {
  return filesSink.createTask(testContext({ ...more, config: withDefaults<FilesSinkConfig>(FilesSinkConfig, config) }));
}

/** An opened sink task. */
export async function openSink(
  config: Partial<FilesSinkConfig> & { path: string },
  state: Json = null,
  more: Partial<TestContextOptions<unknown>> = {},
): Promise<SinkTask> {
  const task = makeSink(config, more);
  await task.open(state, signal);
  return task;
}

/** A record of a row. */
export function row(after: GantryRecord['after'], more: Partial<GantryRecord> = {}): GantryRecord {
  return {
    op: 'create',
    key: null,
    before: null,
    after,
    source: { connector: 'test', table: 't' },
    timestampMs: Date.UTC(2026, 0, 31, 23),
    ...more,
  };
}
