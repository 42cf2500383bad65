import { constants } from 'node:fs';
import { access, mkdir, open, readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { toGantryError } from '@gantry/sdk';
import type { GantryError } from '@gantry/sdk';
import { BUS_ERRORS } from './errors.ts';

/** The files of a bus folder: LMDB's own two, and the segments with the messages. */
export interface BusFolder {
  /** Without symbolic links, so that all who open it agree on its name. */
  readonly dir: string;
  readonly segments: string;
}

/** LMDB's meta page, format version 2, as lmdb 3.x writes it: places of its fields from the page's start. */
const META = {
  bytes: 160,
  magic: 24,
  version: 28,
  pageSize: 48,
  freeRoot: 88,
  mainRoot: 136,
  lastPage: 144,
  txnId: 152,
} as const;
const META_MAGIC = 0xbeefc0de;
const META_VERSION = 2;
/**
 * So many pages may lie beyond the end of a sound file: those at the end that a transaction took and gave back are never written.
 */
const UNWRITTEN_PAGES = 64n;
const NO_ROOT = 0xffffffffffffffffn;

/** Makes the folder where it is missing, and makes sure that opening it in LMDB, which crashes on garbage, is safe. */
export async function prepareFolder(path: string): Promise<BusFolder> {
  try {
    await mkdir(join(path, 'segments'), { recursive: true });
    const dir = await realpath(path);
    await checkWritable(dir);
    await checkIndexFile(join(dir, 'data.mdb'));
    return { dir, segments: join(dir, 'segments') };
  } catch (caught) {
    throw folderError(path, caught);
  }
}

async function checkWritable(dir: string): Promise<void> {
  const present = new Set(await readdir(dir));
  const files = ['data.mdb', 'lock.mdb', 'segments'].filter((name) => present.has(name));
  await access(dir, constants.R_OK | constants.W_OK | constants.X_OK);
  for (const file of files) await access(join(dir, file), constants.R_OK | constants.W_OK);
}

/** Looks at both meta pages with plain reads: what LMDB would map and trust. An empty or missing file is a new bus. */
async function checkIndexFile(file: string): Promise<void> {
  const size = await sizeOf(file);
  if (size === 0) return;
  const handle = await open(file, 'r');
  try {
    const first = Buffer.alloc(META.bytes);
    await handle.read(first, 0, META.bytes, 0);
    const damage = metaDamage(first, size);
    if (damage !== undefined) throw corrupt(file, damage);
    const second = Buffer.alloc(META.bytes);
    await handle.read(second, 0, META.bytes, first.readUInt32LE(META.pageSize));
    const secondDamage = metaDamage(second, size);
    if (secondDamage !== undefined) throw corrupt(file, secondDamage);
    const newest = second.readBigUInt64LE(META.txnId) > first.readBigUInt64LE(META.txnId) ? second : first;
    const pages = BigInt(Math.floor(size / newest.readUInt32LE(META.pageSize)));
    if (newest.readBigUInt64LE(META.lastPage) >= pages + UNWRITTEN_PAGES) throw corrupt(file, 'it was cut short');
    await checkRoot(handle, file, newest, META.freeRoot);
    await checkRoot(handle, file, newest, META.mainRoot);
  } finally {
    await handle.close();
  }
}

function metaDamage(meta: Buffer, fileBytes: number): string | undefined {
  if (meta.readUInt32LE(META.magic) !== META_MAGIC) return 'it is not an LMDB file';
  if ((meta.readUInt32LE(META.version) & 0xffff) !== META_VERSION) return 'it is an LMDB file of another format';
  const pageSize = meta.readUInt32LE(META.pageSize);
  if (pageSize < 512 || pageSize > 65536 || (pageSize & (pageSize - 1)) !== 0) return 'its page size makes no sense';
  return fileBytes < pageSize * 2 ? 'it was cut short' : undefined;
}

/** A root page lies inside the file and carries its own number; else the tree was cut off or overwritten. */
async function checkRoot(
  handle: Awaited<ReturnType<typeof open>>,
  file: string,
  meta: Buffer,
  field: number,
): Promise<void> {
  const root = meta.readBigUInt64LE(field);
  if (root === NO_ROOT) return;
  const pageSize = meta.readUInt32LE(META.pageSize);
  const page = Buffer.alloc(8);
  const { bytesRead } = await handle.read(page, 0, 8, Number(root) * pageSize);
  if (bytesRead < 8) throw corrupt(file, 'it was cut short');
  if (page.readBigUInt64LE(0) !== root) throw corrupt(file, 'its tree was overwritten');
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (caught) {
    if ((caught as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw caught;
  }
}

function corrupt(file: string, damage: string): GantryError {
  return BUS_ERRORS.error('folder_corrupt', {
    message: `${file} cannot be used: ${damage}`,
    hint: 'Restore the folder from a backup, or move it away: a new bus starts empty and sources start from their stored positions.',
  });
}

function folderError(path: string, caught: unknown): GantryError {
  const code = (caught as NodeJS.ErrnoException).code;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return BUS_ERRORS.error('folder_not_writable', {
      message: `the bus folder ${path} cannot be written by this user${userId()}`,
      hint: 'Give the folder and the files in it to the user that runs Gantry, or choose another with --data.',
      cause: caught,
    });
  }
  if (code === 'ENOTDIR' || code === 'EEXIST') {
    return BUS_ERRORS.error('folder_corrupt', {
      message: `${path} is a file, not the folder of a bus`,
      hint: 'Choose another folder with --data.',
      cause: caught,
    });
  }
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(path, caught);
  return toGantryError(caught, 'bus.store_failed');
}

function userId(): string {
  return typeof process.getuid === 'function' ? ` (uid ${process.getuid()})` : '';
}

/** Nothing that was acknowledged is affected, and the same call works again once there is room. */
export function diskFull(dir: string, cause: unknown): GantryError {
  return BUS_ERRORS.error('disk_full', {
    message: `the disk that holds the bus folder ${dir} is full`,
    hint: 'Free some space, or lower the retention of large topics; sending goes on by itself.',
    retryAfterMs: 1000,
    cause,
  });
}
