import { randomBytes } from 'node:crypto';
import { open, realpath, rename, unlink } from 'node:fs/promises';
import { dirname, join, basename } from 'node:path';

/**
 * Replaces a file so that readers and a power cut see the old text or the new one, never half of it: temporary file beside it,
 * fsync, rename, fsync of the folder. A symbolic link stays one: what it points to is replaced.
 */
export async function writeFileDurably(path: string, text: string): Promise<void> {
  const file = await realpath(path).catch(() => path);
  const temporary = join(dirname(file), `.${basename(file)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const handle = await open(temporary, 'wx', 0o666);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (caught) {
    await unlink(temporary).catch(() => undefined);
    throw caught;
  }
  await syncFolder(dirname(file));
}

/** Windows cannot open a folder, and does not need it. */
async function syncFolder(dir: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(dir, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
