import { createHash } from 'node:crypto';
import { watch } from 'node:fs';
import { mkdir, readFile, readdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { GantryError } from '@gantry/sdk';
import { API_ERRORS } from '../errors.ts';
import type { PipelineDto } from '../contract.ts';
import { checkPipelineName, isPipelineName } from './pipelineName.ts';
import { writeFileDurably } from './writeFileDurably.ts';

const ENDING = '.yaml';

/** A pipeline's text is not what it was; an empty etag says that it is gone. */
export interface PipelineChange {
  readonly name: string;
  readonly etag: string;
}

/** The folder of pipeline documents people work on: one `<name>.yaml` each, shared with editors and git. */
export interface Workspace {
  readonly dir: string;
  list(): Promise<readonly PipelineDto[]>;
  /** Throws `api.pipeline_unknown`. */
  read(name: string): Promise<PipelineDto>;
  /**
   * Replaces the text as a whole, durably. With an etag only if that is still the current one, `''` meaning that there must be
   * none yet; throws `api.pipeline_stale` otherwise. Without, whatever stands there.
   */
  write(name: string, text: string, etag?: string): Promise<PipelineDto>;
  remove(name: string): Promise<void>;
  /** Hears of every change, also by other programs; returns the way to stop that. */
  subscribe(listener: (change: PipelineChange) => void): () => void;
  close(): void;
}

/** Opens the folder, making it where it is missing. Throws `api.workspace_unusable`. */
export async function openWorkspace(dir: string): Promise<Workspace> {
  await mkdir(dir, { recursive: true }).catch((caught: unknown) => {
    throw unusable(dir, caught);
  });
  const listeners = new Set<(change: PipelineChange) => void>();
  const known = new Map<string, string>();
  for (const pipeline of await list()) known.set(pipeline.name, pipeline.etag);
  // One after the other: between comparing the etag and the rename nobody else of this process may write.
  let turn: Promise<unknown> = Promise.resolve();
  const stopWatching = watchFolder(dir, () => inTurn(notice));

  return {
    dir,
    list,
    read,
    write: (name, text, etag) => inTurn(() => write(name, text, etag)),
    remove: (name) => inTurn(() => remove(name)),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      stopWatching();
      listeners.clear();
    },
  };

  async function list(): Promise<readonly PipelineDto[]> {
    const files = await readdir(dir).catch((caught: unknown) => {
      throw unusable(dir, caught);
    });
    const names = files
      .filter((file) => file.endsWith(ENDING))
      .map((file) => file.slice(0, -ENDING.length))
      .filter(isPipelineName)
      .sort();
    const found = await Promise.all(names.map((name) => load(dir, name)));
    return found.filter((pipeline) => pipeline !== undefined);
  }

  async function read(name: string): Promise<PipelineDto> {
    const pipeline = await load(dir, checkPipelineName(name));
    if (pipeline) return pipeline;
    throw unknown(dir, name);
  }

  async function write(name: string, text: string, etag: string | undefined): Promise<PipelineDto> {
    checkPipelineName(name);
    if (etag !== undefined) {
      const current = (await load(dir, name))?.etag ?? '';
      if (current !== etag) throw stale(name, current);
    }
    await writeFileDurably(fileOf(dir, name), text).catch((caught: unknown) => {
      throw unusable(dir, caught);
    });
    const written = await read(name);
    tell(name, written.etag);
    return written;
  }

  async function remove(name: string): Promise<void> {
    checkPipelineName(name);
    try {
      await unlink(fileOf(dir, name));
    } catch (caught) {
      throw (caught as NodeJS.ErrnoException).code === 'ENOENT' ? unknown(dir, name) : unusable(dir, caught);
    }
    tell(name, '');
  }

  /** Compares the folder with what was last told: a watcher says that something happened, not reliably what. */
  async function notice(): Promise<void> {
    const now = new Map((await list()).map((pipeline) => [pipeline.name, pipeline.etag]));
    for (const [name, etag] of now) tell(name, etag);
    // Deleting while iterating a map is defined: what is gone is not visited.
    for (const name of known.keys()) if (!now.has(name)) tell(name, '');
  }

  function tell(name: string, etag: string): void {
    if ((known.get(name) ?? '') === etag) return;
    if (etag === '') known.delete(name);
    else known.set(name, etag);
    for (const listener of listeners) listener({ name, etag });
  }

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  }
}

/** The etag of a text: a hash of it, so that a touched file is not a changed one. */
export function etagOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

/** Calls back once things have settled: an editor's save is several events. */
function watchFolder(dir: string, onChange: () => Promise<void>): () => void {
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(dir, { persistent: false }, () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      // A folder that cannot be listed just now (being moved, unmounted) is told by the next call that needs it.
      onChange().catch(() => undefined);
    }, 80);
    timer.unref();
  });
  // The folder itself may go away under the watcher; reading and writing say so with a code.
  watcher.on('error', () => watcher.close());
  return () => {
    clearTimeout(timer);
    watcher.close();
  };
}

async function load(dir: string, name: string): Promise<PipelineDto | undefined> {
  const file = fileOf(dir, name);
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(file, 'utf8'), stat(file)]);
    return { name, text, etag: etagOf(text), updatedAtMs: Math.round(mtimeMs) };
  } catch (caught) {
    const { code } = caught as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'EISDIR') return undefined;
    throw unusable(dir, caught);
  }
}

function fileOf(dir: string, name: string): string {
  return join(dir, `${name}${ENDING}`);
}

function unknown(dir: string, name: string): GantryError {
  return API_ERRORS.error('pipeline_unknown', {
    message: `there is no pipeline ${name} in ${dir}`,
    hint: 'GET /pipelines lists them.',
  });
}

function stale(name: string, current: string): GantryError {
  return API_ERRORS.error('pipeline_stale', {
    message:
      current === ''
        ? `${name} was removed since it was read`
        : `${name} was changed by somebody else since it was read`,
    hint: 'Read it again, and save what is to be kept of both.',
  });
}

function unusable(dir: string, cause: unknown): GantryError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return API_ERRORS.error('workspace_unusable', {
    message: `the workspace ${dir} cannot be used: ${reason}`,
    hint: 'Give a folder you may write to with --workspace.',
    cause,
  });
}
