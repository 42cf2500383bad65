import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** Who holds a lease, well enough to tell on the same machine whether that process still lives. */
export interface ProcessIdentity {
  readonly host: string;
  readonly pid: number;
  /** When it started, in the system's own count; undefined where the system does not tell. Guards against a pid used anew. */
  readonly startedAt?: string;
}

/** This process. */
export function ownIdentity(): ProcessIdentity {
  const startedAt = startOf(process.pid);
  return { host: hostname(), pid: process.pid, ...(startedAt === undefined ? {} : { startedAt }) };
}

/** True only when it is certain that the process is gone: on another host nobody can tell. */
export function isGone(identity: ProcessIdentity): boolean {
  if (identity.host !== hostname()) return false;
  try {
    process.kill(identity.pid, 0);
  } catch (caught) {
    return (caught as NodeJS.ErrnoException).code === 'ESRCH';
  }
  return identity.startedAt !== undefined && startOf(identity.pid) !== identity.startedAt;
}

/** Field 22 of Linux's /proc/<pid>/stat, counted after the command's name, which may itself hold blanks and brackets. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie has ended: nobody has waited for it yet.
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}
