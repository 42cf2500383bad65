import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FILES_ERRORS, readError } from '../errors.ts';
import { byName, globFiles, isGlob } from './glob.ts';

/** Which of the files belong to a task: those whose name's hash modulo `of` is `index`. */
export interface FileShare {
  readonly index: number;
  readonly of: number;
}

/** What the sink of this plugin, and many another program, calls a file that is not complete. */
const UNFINISHED = /\.(part|lock|tmp)$/;

/**
 * The files a path means just now, by name. A folder means the files in it, not those in its folders, no hidden
 * ones, and none that a sink is still writing.
 * `mayBeMissing` is for a followed path, whose files may come later.
 */
export async function listFiles(path: string, mayBeMissing: boolean): Promise<readonly string[]> {
  try {
    const found = isGlob(path) ? await globFiles(path) : await plainPath(path);
    if (found.length > 0 || mayBeMissing) return found;
  } catch (caught) {
    const error = readError(path, caught);
    if (mayBeMissing && error.code === 'files.not_found') return [];
    throw error;
  }
  throw FILES_ERRORS.error('nothing_matches', {
    message: isGlob(path) ? `no file matches ${path}` : `the folder ${path} has no file to read`,
    hint: 'Check the path on the member that runs the task, or set `follow: true` to wait for files.',
  });
}

/** Whether more than one file can come of a path, so that a source of it can be split. */
export async function isManyFiles(path: string): Promise<boolean> {
  if (isGlob(path)) return true;
  try {
    return (await stat(path)).isDirectory();
  } catch {
    // The task that reads it says what is wrong with it.
    return false;
  }
}

/** Whether a file is of the share. The hash is of the name, so files that come and go move no other. */
export function isInShare(file: string, share: FileShare): boolean {
  if (share.of <= 1) return true;
  return createHash('sha1').update(file).digest().readUInt32BE(0) % share.of === share.index;
}

async function plainPath(path: string): Promise<readonly string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const entries = await readdir(path, { withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.') && !UNFINISHED.test(entry.name))
    .map((entry) => join(path, entry.name))
    .sort(byName);
}
