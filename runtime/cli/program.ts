import { Command, CommanderError } from 'commander';
import { nameHint } from '../foundation/index.ts';
import { COMMANDS } from './commands.ts';
import type { CommandModule } from './commands.ts';
import { AlreadyPrintedError, CLI_ERRORS } from './errors.ts';
import { exitCodeOf } from './errorCatalog.ts';
import type { CliIo } from './io.ts';
import { printError } from './terminal/printError.ts';
import { VERSION } from './version.ts';

const HELP_CODES = new Set(['commander.helpDisplayed', 'commander.version']);

/** Runs one command line and gives the exit code: 0 done, 1 failed, 2 bad use, 3 invalid document. */
export async function runCli(argv: readonly string[], io: CliIo): Promise<number> {
  try {
    const program = await createProgram(argv, io);
    await program.parseAsync([...argv], { from: 'user' });
    return 0;
  } catch (caught) {
    if (caught instanceof CommanderError && HELP_CODES.has(caught.code)) return 0;
    const error = caught instanceof CommanderError ? usageError(caught) : caught;
    if (!(error instanceof AlreadyPrintedError))
      printError(error, io, { json: argv.includes('--json'), verbose: argv.includes('--verbose') });
    return await exitCodeOf(error);
  }
}

/** Knows every command by name; only the one asked for is loaded, so that start-up stays quick. */
async function createProgram(argv: readonly string[], io: CliIo): Promise<Command> {
  const program = new Command('gantry')
    .description('Draw pipelines, compile them, run them: a visual studio and a headless runtime.')
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .exitOverride()
    .showSuggestionAfterError(false)
    .configureOutput({ writeOut: (text) => io.out(text.trimEnd()), writeErr: () => undefined })
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 failed, 2 bad use, 3 invalid document.\nSettings: flags, then GANTRY_* variables, then gantry.yaml; see gantry config.',
    );
  const verb = verbOf(argv);
  for (const entry of COMMANDS) {
    const command = program.command(entry.name).description(entry.summary);
    if (entry.name !== verb) continue;
    const module: CommandModule = await entry.load();
    module.define(command, io);
    addCommonOptions(command);
  }
  if (verb === undefined && argv.length === 0) {
    program.outputHelp();
    throw CLI_ERRORS.error('usage', { message: 'no command given', hint: 'Begin with: gantry studio' });
  }
  if (verb !== undefined && verb !== 'help' && !COMMANDS.some(({ name }) => name === verb)) {
    throw CLI_ERRORS.error('usage', {
      message: `there is no command ${verb}`,
      hint: nameHint(
        verb,
        COMMANDS.map(({ name }) => name),
      ),
    });
  }
  return program;
}

function verbOf(argv: readonly string[]): string | undefined {
  const words = argv.filter((word) => !word.startsWith('-'));
  return words[0] === 'help' ? (words[1] ?? 'help') : words[0];
}

/** On every command that does something; a command with sub-commands has them on each of those. */
function addCommonOptions(command: Command): void {
  if (command.commands.length > 0) {
    for (const sub of command.commands) addCommonOptions(sub);
    return;
  }
  command
    .option('--json', 'print JSON')
    .option('--config <file>', 'settings file (default: gantry.yaml)')
    .option('--verbose', 'show causes and stacks of errors');
}

function usageError(error: CommanderError): Error {
  const message = error.message.replace(/^error: /, '').split('\n')[0] ?? '';
  if (error.code === 'commander.help')
    return CLI_ERRORS.error('usage', { message: 'no sub-command given', hint: 'Add --help to see them.' });
  return CLI_ERRORS.error('usage', { message, hint: 'Add --help to see what the command takes.' });
}
