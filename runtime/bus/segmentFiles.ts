import { close as closeFd, fdatasync, fsync, open as openFd, read as readFd, write as writeFd } from 'node:fs';
import { readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const openAsync = promisify(openFd);
const closeAsync = promisify(closeFd);
const fsyncAsync = promisify(fsync);
const fdatasyncAsync = promisify(fdatasync);
const writeAsync = promisify(writeFd);
const readAsync = promisify(readFd);

const NAME = /^([0-9a-f]+)-([0-9a-f]+)\.seg$/;

/** Which file holds a segment of a topic. */
export function segmentPath(folder: string, topic: number, segment: number): string {
  return join(folder, `${topic.toString(16)}-${segment.toString(16)}.seg`);
}

/** A number for a new topic or segment that no other thread or process takes as well. */
export function newId(): number {
  const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2));
  return (high & 0xffff) * 0x100000000 + low;
}

/** Makes the file, and makes its name outlive a loss of power. Throws where it exists. */
export async function createSegmentFile(folder: string, topic: number, segment: number): Promise<number> {
  const fd = await openAsync(segmentPath(folder, topic, segment), 'wx');
  await syncFolder(folder);
  return fd;
}

/** Writes all of the bytes at a place; the system may still hold them back from the disk. */
export async function writeFully(fd: number, bytes: Uint8Array, position: number): Promise<void> {
  let written = 0;
  while (written < bytes.byteLength) {
    const step = await writeAsync(fd, bytes, written, bytes.byteLength - written, position + written);
    if (step.bytesWritten === 0) throw Object.assign(new Error('ENOSPC: nothing was written'), { code: 'ENOSPC' });
    written += step.bytesWritten;
  }
}

/** Resolves once everything written so far is on disk. */
export async function syncSegmentFile(fd: number): Promise<void> {
  await fdatasyncAsync(fd);
}

export async function openSegmentFile(folder: string, topic: number, segment: number): Promise<number> {
  return openAsync(segmentPath(folder, topic, segment), 'r');
}

export async function closeSegmentFile(fd: number): Promise<void> {
  await closeAsync(fd);
}

/** Fills the target from a place in the file; returns how much was there. */
export async function readFully(fd: number, target: Buffer, position: number): Promise<number> {
  let filled = 0;
  while (filled < target.length) {
    const { bytesRead } = await readAsync(fd, target, filled, target.length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}

/** Deletes a segment's file; one that is gone already is fine. */
export async function removeSegmentFile(folder: string, topic: number, segment: number): Promise<void> {
  try {
    await unlink(segmentPath(folder, topic, segment));
  } catch (caught) {
    if ((caught as NodeJS.ErrnoException).code !== 'ENOENT') throw caught;
  }
}

/** The segments there are files of. */
export async function listSegmentFiles(folder: string): Promise<readonly { topic: number; segment: number }[]> {
  const names = await readdir(folder);
  return names.flatMap((name) => {
    const match = NAME.exec(name);
    return match === null
      ? []
      : [{ topic: Number.parseInt(match[1] ?? '', 16), segment: Number.parseInt(match[2] ?? '', 16) }];
  });
}

/** Not every system can sync a folder (Windows); there the file system keeps names by itself. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const fd = await openAsync(folder, 'r');
  try {
    await fsyncAsync(fd);
  } finally {
    await closeAsync(fd);
  }
}
