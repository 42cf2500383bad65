import type { Json, JsonObject, Position } from '@gantry/sdk';
import { FILES_ERRORS } from '../errors.ts';
import type { CsvLayout } from './csvLayout.ts';

/** How far a file has been read. All but `offset` may be left out by a person who edits it. */
export interface FileEntry {
  /** Bytes of the decompressed text that have been read. */
  readonly offset: number;
  /** Lines read so far, for messages. */
  readonly line: number;
  /** Checksum and length of the file's first bytes: tells that it is still the same file. */
  readonly head?: string;
  /** Number of the file on its file system: tells where it went when it was renamed. */
  readonly inode?: string;
  /** How often it was begun anew, because it was truncated or replaced. */
  readonly restarts?: number;
  /** Its size on the disk when it had been read to the end. */
  readonly finished?: number;
  readonly csv?: CsvLayout;
}

/** Entries by path. */
export type FileEntries = { readonly [path: string]: FileEntry };

/**
 * The position: every file that was begun, the one being read apart from the others. So a batch makes one small object,
 * however many files there are.
 */
export interface FilesPosition {
  readonly files: FileEntries;
  readonly reading?: FileEntry & { readonly path: string };
}

/** All entries of a position in one map. */
export function entriesOf(position: Position | null): Map<string, FileEntry> {
  const entries = new Map<string, FileEntry>();
  if (position === null) return entries;
  const { files, reading } = position;
  if (!isObject(files) || (reading !== undefined && !isObject(reading))) throw malformed('it has no `files`');
  for (const [path, entry] of Object.entries(files)) entries.set(path, checkedEntry(path, entry));
  if (reading !== undefined) {
    const { path, ...entry } = reading;
    if (typeof path !== 'string') throw malformed('`reading.path` is missing');
    entries.set(path, checkedEntry(path, entry));
  }
  return entries;
}

/** The position that says so. */
export function toPosition(files: FileEntries, path?: string, entry?: FileEntry): Position {
  const position: FilesPosition =
    path === undefined || entry === undefined ? { files } : { files, reading: { path, ...entry } };
  return position as unknown as Position;
}

/** Whether a position is at or after another: no file may be behind. Undefined where a file was forgotten or begun anew. */
export function isAtOrAfter(next: Position, current: Position): boolean | undefined {
  const later = entriesOf(next);
  let answer: boolean | undefined = true;
  for (const [path, before] of entriesOf(current)) {
    const after = later.get(path);
    if (after === undefined || (after.restarts ?? 0) > (before.restarts ?? 0)) answer = undefined;
    else if (after.offset < before.offset) return false;
  }
  return answer;
}

function checkedEntry(path: string, entry: Json | undefined): FileEntry {
  if (!isObject(entry)) throw malformed(`the entry of ${path} is no object`);
  const { offset, line = 0 } = entry;
  if (!isCount(offset)) throw malformed(`\`offset\` of ${path} is no number of bytes`);
  if (!isCount(line)) throw malformed(`\`line\` of ${path} is no number of lines`);
  return { ...(entry as object), offset, line };
}

function malformed(what: string) {
  return FILES_ERRORS.error('position_malformed', {
    message: `the position cannot be understood: ${what}`,
    hint: 'A position looks like {"files": {"data.csv": {"offset": 0, "line": 0}}}; reset it to begin again.',
  });
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: Json | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
