import { rename } from 'node:fs/promises';
import { GantryError } from '@gantry/sdk';
import type { CloseReason, GantryRecord, Json, Row, SinkFailure, SinkTask, TaskContext } from '@gantry/sdk';
import type { FilesSinkConfig } from '../config.ts';
import { FILES_ERRORS, writeError } from '../errors.ts';
import { fileFormat } from '../reading/fileFormat.ts';
import { OutputFile, fileSize, finishPart } from './outputFile.ts';
import type { OutputMark, OutputState } from './outputFile.ts';
import { pathTemplate } from './pathTemplate.ts';
import type { PathTemplate } from './pathTemplate.ts';
import { rowWriter } from './rowWriter.ts';
import type { RowWriter } from './rowWriter.ts';
import { parseSinkState } from './sinkState.ts';
import type { FilesSinkState } from './sinkState.ts';

/** Handles that are kept open; beyond, files are opened for each piece of text. */
const MAX_HANDLES = 128;

/**
 * Writes records to files that appear under their final name only when they are complete and the state that covers them is
 * stored. So whoever reads finished files sees each record once, whatever crashes (P2, P9).
 */
export class FilesSinkTask implements SinkTask {
  readonly #context: TaskContext<FilesSinkConfig>;
  readonly #template: PathTemplate;
  readonly #writer: RowWriter;
  readonly #isRolling: boolean;
  readonly #outputs = new Map<string, OutputFile>();
  /** The last file of each key that is not being written: finished ones to go on with or to count on from. */
  readonly #last = new Map<string, OutputState>();
  /** Rolled files that wait for their final name. */
  #complete: OutputFile[] = [];
  /** How many of them the state knows that was returned last. */
  #completeInState = 0;

  constructor(context: TaskContext<FilesSinkConfig>) {
    const { config } = context;
    this.#context = context;
    this.#isRolling = config.maxBytes !== undefined || config.maxRecords !== undefined || config.everyMs !== undefined;
    this.#template = pathTemplate(config.path, this.#isRolling, { pipeline: context.pipeline, task: context.index });
    this.#writer = rowWriter(fileFormat(config.path, config.format), config);
  }

  async open(state: Json): Promise<void> {
    if (this.#context.count > 1 && !this.#template.namesTask)
      throw sharedTarget(this.#context.config.path, this.#context.count);
    const { outputs, complete } = parseSinkState(state);
    for (const { path, key, n } of complete) {
      if ((await fileSize(`${path}.part`)) !== undefined) await finishPart(path, this.#context.config.fsync);
      this.#remember({ key, n, path, bytes: 0, records: 0, openedAtMs: 0, finished: true });
    }
    for (const output of outputs) {
      if (output.finished) this.#remember(output);
      else this.#outputs.set(output.key, await this.#continue(output));
    }
  }

  async write(records: readonly GantryRecord[]): Promise<readonly SinkFailure[]> {
    const failures: SinkFailure[] = [];
    const marks = [...this.#outputs.values()].map((output) => [output, output.mark()] as const);
    const completeBefore = this.#complete.length;
    try {
      for (let index = 0; index < records.length; index++) {
        const record = records[index] as GantryRecord;
        const row = this.#rowOf(record, index, failures);
        if (row === undefined) continue;
        const output = this.#outputs.get(this.#template.key(record)) ?? (await this.#begin(record, row));
        if (!this.#add(output, row, index, failures)) continue;
        if (output.isFull) await output.drain();
        if (this.#isRolling && this.#isDue(output)) await this.#roll(output);
      }
    } catch (caught) {
      await this.#undo(marks, completeBefore);
      throw caught;
    }
    return failures;
  }

  async flush(): Promise<Json> {
    await this.#nameComplete(this.#completeInState);
    for (const output of this.#outputs.values()) {
      if (this.#isRolling && this.#isDue(output)) await this.#roll(output);
      else await output.flush();
    }
    this.#completeInState = this.#complete.length;
    return this.#state();
  }

  async close(reason: CloseReason): Promise<Json | void> {
    if (reason !== 'ended') {
      for (const output of [...this.#outputs.values(), ...this.#complete]) await output.release();
      return;
    }
    if (this.#template.isStatic && !this.#isRolling && this.#outputs.size === 0 && this.#last.size === 0)
      await this.#beginEmpty();
    await this.#nameComplete(this.#complete.length);
    for (const [key, output] of this.#outputs) {
      this.#remember(await output.finish());
      this.#outputs.delete(key);
    }
    return this.#state();
  }

  #rowOf(record: GantryRecord, index: number, failures: SinkFailure[]): Row | undefined {
    try {
      return this.#writer.row(record);
    } catch (caught) {
      failures.push({ index, error: recordError(caught) });
      return undefined;
    }
  }

  #add(output: OutputFile, row: Row, index: number, failures: SinkFailure[]): boolean {
    try {
      output.add(this.#writer.line(row, output.columns));
      return true;
    } catch (caught) {
      failures.push({ index, error: recordError(caught) });
      return false;
    }
  }

  /** Begins a file, or takes up the finished one where files do not roll. */
  async #begin(record: GantryRecord, row: Row): Promise<OutputFile> {
    const key = this.#template.key(record);
    const last = this.#last.get(key);
    const output =
      last && !this.#isRolling ? await this.#resume(last) : await this.#create(key, this.#writer.columns(record, row));
    this.#outputs.set(key, output);
    return output;
  }

  /** No record came at all: an empty file says so, where a missing one would leave the reader guessing. */
  async #beginEmpty(): Promise<void> {
    const key = this.#template.key(undefined);
    this.#outputs.set(key, await this.#create(key, this.#context.config.columns));
  }

  async #create(key: string, columns: readonly string[] | undefined): Promise<OutputFile> {
    const { config, clock } = this.#context;
    const n = this.#isRolling ? await this.#nextNumber(key) : 1;
    const path = this.#template.path(key, n);
    if (config.existing === 'fail' && (await fileSize(path)) !== undefined)
      throw targetExists(path, 'is already there');
    const output = this.#output({
      key,
      n,
      path,
      bytes: 0,
      records: 0,
      openedAtMs: clock.now(),
      ...(columns ? { columns } : {}),
    });
    await output.open();
    if (columns) output.addHeader(this.#writer.header(columns));
    return output;
  }

  /** Goes on with an unfinished file, at the length the state says. */
  async #continue(state: OutputState): Promise<OutputFile> {
    const part = `${state.path}.part`;
    let bytes = await fileSize(part);
    // A task that ended renames its files before the state says so; killed in between, it finds them finished.
    if (bytes === undefined && (await fileSize(state.path)) === state.bytes) {
      await renameBack(state.path);
      bytes = state.bytes;
    }
    if (bytes === undefined || bytes < state.bytes) throw partLost(part, bytes, state.bytes);
    const output = this.#output(state);
    await output.open();
    return output;
  }

  /** Takes up a finished file to add to it, so that a pipeline that ended and goes on makes one file. */
  async #resume(last: OutputState): Promise<OutputFile> {
    const { finished: _, ...state } = last;
    const bytes = await fileSize(last.path);
    if (bytes !== undefined && bytes !== last.bytes)
      throw targetExists(last.path, 'was changed by somebody else since it was finished');
    if (bytes === undefined && (await fileSize(`${last.path}.part`)) === undefined) {
      this.#context.log.info(`${last.path} was taken away since it was finished; a new one is begun`);
      return this.#create(last.key, last.columns);
    }
    if (bytes !== undefined) await renameBack(last.path);
    return this.#continue(state);
  }

  #isDue(output: OutputFile): boolean {
    const { maxBytes, maxRecords, everyMs } = this.#context.config;
    if (maxRecords !== undefined && output.records >= maxRecords) return true;
    if (maxBytes !== undefined && output.size >= maxBytes) return true;
    return everyMs !== undefined && output.records > 0 && this.#context.clock.now() - output.openedAtMs >= everyMs;
  }

  /** Completes a file. It gets its name later, when the state that covers it is stored. */
  async #roll(output: OutputFile): Promise<void> {
    await output.flush();
    await output.rest();
    this.#outputs.delete(output.key);
    this.#complete.push(output);
  }

  /** Names the first `count` complete files: those of which the stored state knows. */
  async #nameComplete(count: number): Promise<void> {
    for (let named = 0; named < count; named++) {
      const output = this.#complete[0] as OutputFile;
      this.#remember(await output.finish());
      this.#complete.shift();
      this.#completeInState = Math.max(0, this.#completeInState - 1);
    }
  }

  /** Puts everything back to where it was before a write that failed: it will be tried again with the same records. */
  async #undo(marks: readonly (readonly [OutputFile, OutputMark])[], completeBefore: number): Promise<void> {
    const before = new Set(marks.map(([output]) => output));
    const begun = [...this.#outputs.values(), ...this.#complete.slice(completeBefore)].filter(
      (output) => !before.has(output),
    );
    this.#complete.length = completeBefore;
    this.#outputs.clear();
    for (const output of begun) {
      if (this.#last.get(output.key)?.path === output.path) await output.release();
      else await output.discard();
    }
    for (const [output, mark] of marks) {
      await output.goBack(mark);
      this.#outputs.set(output.key, output);
    }
  }

  async #nextNumber(key: string): Promise<number> {
    const waiting = this.#complete.filter((output) => output.key === key).map((output) => output.n);
    let n = Math.max(this.#last.get(key)?.n ?? 0, ...waiting) + 1;
    while ((await fileSize(this.#template.path(key, n))) !== undefined) n++;
    return n;
  }

  /** Of files that roll by date or table, only the number matters, and that can be seen on the disk: so the state stays small. */
  #remember(state: OutputState): void {
    if (!this.#isRolling || this.#template.isStatic) this.#last.set(state.key, state);
  }

  #output(state: OutputState): OutputFile {
    const { config, pipeline, node, index } = this.#context;
    this.#closeSomeHandles();
    return new OutputFile(state, {
      isGzip: config.compression === 'gzip',
      fsync: config.fsync,
      task: `${pipeline}/${node}/${index}`,
    });
  }

  #closeSomeHandles(): void {
    if (this.#outputs.size < MAX_HANDLES) return;
    for (const output of this.#outputs.values()) void output.rest();
  }

  #state(): Json {
    const outputs = [...this.#outputs.values()].map((output) => output.state());
    const finished = [...this.#last.values()].filter((last) => !this.#outputs.has(last.key));
    const state: FilesSinkState = {
      outputs: [...outputs, ...finished],
      complete: this.#complete.map(({ path, key, n }) => ({ path, key, n })),
    };
    return state as unknown as Json;
  }
}

async function renameBack(path: string): Promise<void> {
  try {
    await rename(path, `${path}.part`);
  } catch (caught) {
    throw writeError(path, caught);
  }
}

function recordError(caught: unknown): GantryError {
  if (caught instanceof GantryError) return caught;
  throw caught;
}

function sharedTarget(path: string, tasks: number): GantryError {
  return FILES_ERRORS.error('target_busy', {
    message: `${tasks} tasks would write to ${path}`,
    hint: 'Put {task} into the path, or set `tasks: 1`.',
  });
}

function targetExists(path: string, what: string): GantryError {
  return FILES_ERRORS.error('target_exists', {
    message: `${path} ${what}`,
    hint: 'Move it away, or choose another path.',
  });
}

function partLost(path: string, bytes: number | undefined, expected: number): GantryError {
  return FILES_ERRORS.error('part_lost', {
    message:
      bytes === undefined
        ? `${path} is gone, with ${expected} bytes in it`
        : `${path} has ${bytes} of the ${expected} bytes written to it`,
    hint: 'Put it back, or reset the positions of the pipeline to write it anew.',
  });
}
