import { open, readFile, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { FILES_ERRORS, systemCode, writeError } from '../errors.ts';

/** A lock whose owner has not been heard of for so long is anybody's. Owners refresh theirs at each flush. */
const STALE_MS = 60_000;

/** Who writes a file. The same task on another member or after a crash is the same writer. */
interface Owner {
  readonly task: string;
  readonly host: string;
  readonly pid: number;
}

/** The right to write one file, held as a small file beside it, so that it holds between processes and machines. */
export class TargetLock {
  readonly #path: string;

  private constructor(path: string) {
    this.#path = path;
  }

  /** Takes the lock, or throws `files.target_busy`. */
  static async acquire(target: string, task: string): Promise<TargetLock> {
    const path = `${target}.lock`;
    const mine: Owner = { task, host: hostname(), pid: process.pid };
    try {
      if (await create(path, mine)) return new TargetLock(path);
      const owner = await read(path);
      if (owner && owner.task !== task && !(await isGone(path, owner))) throw busy(target, owner.task);
      await rm(path, { force: true });
      if (await create(path, mine)) return new TargetLock(path);
    } catch (caught) {
      throw writeError(path, caught);
    }
    throw busy(target, 'another task');
  }

  /** Says that the owner is alive. */
  async refresh(): Promise<void> {
    const now = new Date();
    try {
      await utimes(this.#path, now, now);
    } catch (caught) {
      // Somebody cleaned up. Whoever comes next takes the lock; what this task writes is guarded by its state.
      if (systemCode(caught) !== 'ENOENT') throw writeError(this.#path, caught);
    }
  }

  async release(): Promise<void> {
    await rm(this.#path, { force: true });
  }
}

async function create(path: string, owner: Owner): Promise<boolean> {
  try {
    const handle = await open(path, 'wx');
    try {
      await handle.writeFile(JSON.stringify(owner));
    } finally {
      await handle.close();
    }
    return true;
  } catch (caught) {
    if (systemCode(caught) === 'EEXIST') return false;
    throw caught;
  }
}

async function read(path: string): Promise<Owner | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Owner;
  } catch (caught) {
    // Gone meanwhile, or cut short by a crash: nobody's.
    if (caught instanceof SyntaxError || systemCode(caught) === 'ENOENT') return undefined;
    throw caught;
  }
}

async function isGone(path: string, owner: Owner): Promise<boolean> {
  if (owner.host === hostname() && !isAlive(owner.pid)) return true;
  return Date.now() - (await stat(path)).mtimeMs > STALE_MS;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (caught) {
    return systemCode(caught) === 'EPERM';
  }
}

function busy(target: string, owner: string) {
  return FILES_ERRORS.error('target_busy', {
    message: `${target} is being written by ${owner}`,
    hint: 'Give each sink a file of its own; with several tasks put {task} into the path.',
    retryable: true,
  });
}
