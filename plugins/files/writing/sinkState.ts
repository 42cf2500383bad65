import type { Json } from '@gantry/sdk';
import { FILES_ERRORS } from '../errors.ts';
import type { OutputState } from './outputFile.ts';

/** Where a sink is. */
export interface FilesSinkState {
  /** Files to go on with, and finished ones that more records would go on with. */
  readonly outputs: readonly OutputState[];
  /** Files that are complete and get their final name once this state is stored. */
  readonly complete: readonly { readonly path: string; readonly n: number; readonly key: string }[];
}

/** Reads a stored state; null means that there is none yet. */
export function parseSinkState(state: Json): FilesSinkState {
  if (state === null) return { outputs: [], complete: [] };
  const parsed = state as unknown as Partial<FilesSinkState>;
  const isSound =
    Array.isArray(parsed.outputs) &&
    Array.isArray(parsed.complete) &&
    parsed.outputs.every(
      (output: OutputState) =>
        typeof output.path === 'string' && Number.isSafeInteger(output.bytes) && output.bytes >= 0,
    );
  if (isSound) return parsed as FilesSinkState;
  throw FILES_ERRORS.error('state_malformed', {
    message: 'the stored state of the sink is not one of the files sink',
    hint: 'Reset the positions of the pipeline to write its files anew.',
  });
}
