import { toGantryError } from '@gantry/sdk';
import type { ErrorCatalog } from '../api/index.ts';
import { CLI_ERRORS } from './errors.ts';

/** What is known of every code. Loaded where an error has to be answered: it stands on most parts of the runtime. */
export async function loadErrorCatalog(): Promise<ErrorCatalog> {
  const [{ createErrorCatalog }, { ERROR_TABLES }] = await Promise.all([
    import('../api/index.ts'),
    import('./errorTables.ts'),
  ]);
  return createErrorCatalog(ERROR_TABLES);
}

/** The exit code an error ends the process with. */
export async function exitCodeOf(caught: unknown): Promise<number> {
  const error = toGantryError(caught);
  const own = error.code.startsWith(`${CLI_ERRORS.owner}.`);
  if (own)
    return (
      CLI_ERRORS.entries[error.code.slice(CLI_ERRORS.owner.length + 1) as keyof typeof CLI_ERRORS.entries]?.exit ?? 1
    );
  try {
    return (await loadErrorCatalog()).exitCode(error);
  } catch {
    // The parts of the runtime cannot be loaded; that is most likely the very error that has just been printed.
    return 1;
  }
}
