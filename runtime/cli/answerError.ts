import { CommanderError } from 'commander';
import { exitCodeOf } from './errorCatalog.ts';
import { AlreadyPrintedError, CLI_ERRORS } from './errors.ts';
import type { CliIo } from './io.ts';
import { printError } from './terminal/printError.ts';
import { UnknownCommand } from './unknownCommand.ts';

/** Tells what went wrong and gives the exit code. Loaded only then: the error tables stand on the whole SDK. */
export async function answerError(caught: unknown, argv: readonly string[], io: CliIo): Promise<number> {
  const error = codedError(caught);
  if (!(error instanceof AlreadyPrintedError)) {
    printError(error, io, { json: argv.includes('--json'), verbose: argv.includes('--verbose') });
  }
  return exitCodeOf(error);
}

function codedError(caught: unknown): unknown {
  if (caught instanceof UnknownCommand)
    return CLI_ERRORS.error('usage', { message: caught.message, hint: caught.hint });
  if (!(caught instanceof CommanderError)) return caught;
  if (caught.code === 'commander.help') {
    return CLI_ERRORS.error('usage', { message: 'no sub-command given', hint: 'Add --help to see them.' });
  }
  const message = caught.message.replace(/^error: /, '').split('\n')[0] ?? '';
  return CLI_ERRORS.error('usage', { message, hint: 'Add --help to see what the command takes.' });
}
