import { execFileSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';

/** A file system of its own that is soon full; `await using` takes it away. */
export interface SmallDisk extends AsyncDisposable {
  readonly path: string;
  /** What an administrator does when it is full. */
  grow(megabytes: number): void;
}

/** Mounts one at the folder. Needs {@link needMounts}. */
export async function smallDisk(path: string, megabytes: number): Promise<SmallDisk> {
  await mkdir(path, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path]);
  return {
    path,
    grow: (size) => void execFileSync('mount', ['-o', `remount,size=${size}m`, path]),
    async [Symbol.asyncDispose]() {
      execFileSync('umount', ['-l', path]);
    },
  };
}
