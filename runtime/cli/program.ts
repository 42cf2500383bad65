import { Command, CommanderError } from 'commander';
import { nameHint } from '../foundation/index.ts';
import { COMMANDS } from './commands.ts';
import type { CommandModule } from './commands.ts';
import type { CliIo } from './io.ts';
import { UnknownCommand } from './unknownCommand.ts';
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
    const { answerError } = await import('./answerError.ts');
    return await answerError(caught, argv, io);
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
    throw new UnknownCommand('no command given', 'Begin with: gantry studio');
  }
  const names = COMMANDS.map(({ name }) => name);
  if (verb !== undefined && verb !== 'help' && !names.includes(verb)) {
    throw new UnknownCommand(`there is no command ${verb}`, nameHint(verb, names));
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
