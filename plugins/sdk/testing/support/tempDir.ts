import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of a test's own. */
export interface TempDir {
  readonly path: string;
  /** The path of something in it. */
  file(name: string): string;
  /** Removes it with all it holds. */
  dispose(): Promise<void>;
}

/** Makes a folder in the system's place for temporary files. */
export async function tempDir(prefix = 'gantry-'): Promise<TempDir> {
  const path = await mkdtemp(join(tmpdir(), prefix));
  return { path, file: (name) => join(path, name), dispose: () => rm(path, { recursive: true, force: true }) };
}
