import { inspect } from 'node:util';
import { toErrorDto, toGantryError } from '@gantry/sdk';
import type { CliIo } from '../io.ts';

/** One line with code and message, one with the way out; as JSON on standard output where JSON was asked for. */
export function printError(
  caught: unknown,
  io: CliIo,
  options: { readonly json: boolean; readonly verbose: boolean },
): void {
  const error = toGantryError(caught);
  if (options.json) {
    const diagnostics = (caught as { diagnostics?: unknown }).diagnostics;
    io.out(JSON.stringify({ error: toErrorDto(error), ...(diagnostics === undefined ? {} : { diagnostics }) }));
    return;
  }
  io.err(`${io.paint('red', 'error')} ${io.paint('dim', error.code)}  ${error.message}`);
  if (error.hint !== undefined) io.err(`${io.paint('dim', 'hint:')} ${error.hint}`);
  if (options.verbose) io.err(inspect(caught, { depth: 4 }));
}
