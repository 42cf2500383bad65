import { readFile } from 'node:fs/promises';

/** The token in a file; undefined where there is none this user can read, and the member then says that one is needed. */
export async function readTokenFile(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).trim() || undefined;
  } catch {
    return undefined;
  }
}
