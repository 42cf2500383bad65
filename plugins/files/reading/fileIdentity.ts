import { open, stat } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { readError, systemCode } from '../errors.ts';

/** Bytes whose checksum tells one file from another. */
const HEAD_BYTES = 1024;

/** What is known of a file as it lies on the disk. */
export interface FileStat {
  readonly inode: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  readonly isFile: boolean;
}

/** A file's facts; undefined where it does not exist. */
export async function statFile(path: string): Promise<FileStat | undefined> {
  try {
    const found = await stat(path, { bigint: true });
    return {
      inode: String(found.ino),
      sizeBytes: Number(found.size),
      modifiedMs: Number(found.mtimeMs),
      // A pipe or device has no offsets; it would be read once, never resumed.
      isFile: found.isFile(),
    };
  } catch (caught) {
    if (systemCode(caught) === 'ENOENT') return undefined;
    throw readError(path, caught);
  }
}

/** The first bytes of a file, at most 1 KiB. */
export async function readHead(path: string): Promise<Buffer> {
  try {
    const handle = await open(path, 'r');
    try {
      const head = Buffer.alloc(HEAD_BYTES);
      const { bytesRead } = await handle.read(head, 0, HEAD_BYTES, 0);
      return head.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (caught) {
    throw readError(path, caught);
  }
}

/** Checksum and length of the first bytes: `1c291ca3:1024`. Undefined for an empty file, which is like any other. */
export function headSignature(head: Buffer): string | undefined {
  return head.length === 0 ? undefined : `${crc32(head).toString(16)}:${head.length}`;
}

/** Whether a file that begins with `head` can be the one a signature was made of. */
export function matchesHead(head: Buffer, signature: string | undefined): boolean {
  if (signature === undefined) return true;
  const length = Number(signature.split(':')[1]);
  return head.length >= length && headSignature(head.subarray(0, length)) === signature;
}
