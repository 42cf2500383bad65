import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Log } from '@gantry/sdk';
import { systemCode, readError } from '../errors.ts';
import { detectCompression } from './byteStream.ts';
import { matchesHead, readHead, statFile } from './fileIdentity.ts';
import type { FileStat } from './fileIdentity.ts';
import type { FileEntry } from './position.ts';

/** A file to look at: one that was listed, or one that was renamed out of the list before it was read to its end. */
export interface KnownFile {
  readonly path: string;
  readonly stat: FileStat;
  /** It will not be written to any more: its last line is complete even without a line break. */
  readonly isLeftover?: boolean;
}

/** How closely to look. */
export interface TakeUpOptions {
  /** Compare the first bytes even where nothing looks different: at the start, when much may have happened since. */
  readonly compareHeads: boolean;
  /** The files are recoded while reading, so that an offset says nothing about a file's size. */
  readonly isRecoded: boolean;
}

/** Entries brought up to date with what lies on the disk. */
export interface TakenUp {
  readonly entries: Map<string, FileEntry>;
  readonly files: readonly KnownFile[];
  /** Paths of unfinished entries whose file is nowhere. */
  readonly vanished: readonly string[];
}

/**
 * Finds out, for files that were begun, whether they are the same: by their number on the file system and their first
 * bytes. One that was renamed is found again, one that was truncated or replaced begins anew.
 */
export async function takeUpEntries(
  known: ReadonlyMap<string, FileEntry>,
  listed: readonly KnownFile[],
  look: TakeUpOptions,
  log: Log,
): Promise<TakenUp> {
  const entries = new Map<string, FileEntry>();
  const files = [...listed];
  const vanished: string[] = [];
  const statOf = new Map(listed.map((file) => [file.path, file.stat]));

  for (const [path, entry] of known) {
    const stat = statOf.get(path);
    if (stat && (await isSame(path, stat, entry, look))) {
      entries.set(path, entry);
      continue;
    }
    const moved = entry.inode === undefined ? undefined : await findRenamed(path, entry, listed, known);
    if (moved) {
      log.info(`${path} is now ${moved.path}`, { offset: entry.offset });
      entries.set(moved.path, entry);
      if (moved.isLeftover) files.unshift(moved);
    }
    if (stat && !moved && stat.inode !== entry.inode && (await isCopy(path, stat, entry, look)))
      entries.set(path, entry);
    else if (stat) {
      if (!moved)
        log.warn(`${path} was truncated or replaced and is read from its beginning`, { offset: entry.offset });
      entries.set(path, { offset: 0, line: 0, restarts: (entry.restarts ?? 0) + 1 });
    } else if (!moved && entry.finished === undefined) vanished.push(path);
  }
  return { entries, files, vanished };
}

async function isSame(path: string, stat: FileStat, entry: FileEntry, look: TakeUpOptions): Promise<boolean> {
  if (entry.inode !== undefined && entry.inode !== stat.inode) return false;
  if (!look.compareHeads && stat.sizeBytes >= entry.offset) return true;
  return isCopy(path, stat, entry, look);
}

/** Whether the file has what was read, as far as its size and first bytes tell. */
async function isCopy(path: string, stat: FileStat, entry: FileEntry, look: TakeUpOptions): Promise<boolean> {
  const head = await readHead(path);
  if (!matchesHead(head, entry.head)) return false;
  return stat.sizeBytes >= entry.offset || look.isRecoded || detectCompression(head) !== 'none';
}

/** Where a file went: into the list under another name, or out of it beside its old place. */
async function findRenamed(
  path: string,
  entry: FileEntry,
  listed: readonly KnownFile[],
  known: ReadonlyMap<string, FileEntry>,
): Promise<KnownFile | undefined> {
  const inList = listed.find((file) => file.stat.inode === entry.inode && file.path !== path);
  if (inList)
    return !known.has(inList.path) && matchesHead(await readHead(inList.path), entry.head) ? inList : undefined;
  if (entry.finished !== undefined) return undefined;
  for (const sibling of await siblings(path)) {
    const stat = await statFile(sibling);
    if (stat === undefined || stat.inode !== entry.inode) continue;
    if (matchesHead(await readHead(sibling), entry.head)) return { path: sibling, stat, isLeftover: true };
  }
  return undefined;
}

async function siblings(path: string): Promise<readonly string[]> {
  const folder = dirname(path);
  try {
    return (await readdir(folder)).map((name) => join(folder, name));
  } catch (caught) {
    if (systemCode(caught) === 'ENOENT') return [];
    throw readError(folder, caught);
  }
}
