import type { Command } from 'commander';
import { ROUTES } from '../../api/contract.ts';
import { addMemberOptions, connect } from '../client/connect.ts';
import { pathOf } from '../client/memberClient.ts';
import { CLI_ERRORS } from '../errors.ts';
import type { CliIo } from '../io.ts';

interface Options {
  readonly json?: boolean;
}

/** The value comes from standard input or a hidden prompt, never from an argument: arguments stand in process lists and histories. */
export function define(command: Command, io: CliIo): void {
  const set = command
    .command('set')
    .description('set a secret; its value is read from standard input or asked for')
    .argument('<name>', 'as in ${secret:name}');
  addMemberOptions(set).action(async (name: string, options: Options) => {
    const value = io.inIsTty
      ? await io.ask(`Value of ${name}: `, { hidden: true })
      : (await io.readInput()).replace(/\r?\n$/, '');
    if (value === '')
      throw CLI_ERRORS.error('usage', {
        message: `the value of ${name} is empty`,
        hint: `Pipe it in: printf %s "$VALUE" | gantry secret set ${name}`,
      });
    const client = await connect(options, io);
    await client.put(pathOf(ROUTES.secret, name), { value });
    io.out(options.json ? JSON.stringify({ name }) : `${name}: set. Documents refer to it as \${secret:${name}}`);
  });

  addMemberOptions(command.command('list').description('print the names of the secrets')).action(
    async (options: Options) => {
      const client = await connect(options, io);
      const { names } = await client.get<{ names: readonly string[] }>(ROUTES.secrets);
      if (options.json) io.out(JSON.stringify({ names }));
      else for (const name of names) io.out(name);
    },
  );

  const remove = command.command('remove').description('remove a secret').argument('<name>', 'its name');
  addMemberOptions(remove).action(async (name: string, options: Options) => {
    const client = await connect(options, io);
    await client.delete(pathOf(ROUTES.secret, name));
    io.out(options.json ? JSON.stringify({ name }) : `${name}: removed`);
  });
}
