import type { Command } from 'commander';
import { ROUTES } from '../../api/contract.ts';
import { addMemberOptions, connect } from '../client/connect.ts';
import { pathOf } from '../client/memberClient.ts';
import type { CliIo } from '../io.ts';
import { confirm } from '../terminal/confirm.ts';

export function define(command: Command, io: CliIo): void {
  command
    .argument('<name>', 'the deployment')
    .option('--forget-positions', 'forget where it was, so that one of the same name begins anew')
    .option('--yes', 'do not ask');
  addMemberOptions(command).action(
    async (name: string, options: { forgetPositions?: boolean; yes?: boolean; json?: boolean }) => {
      const client = await connect(options, io);
      const positions = options.forgetPositions ? 'forget' : 'keep';
      const loss = options.forgetPositions ? ' and forget its positions' : '';
      await confirm(io, `Remove the deployment ${name}${loss} at ${client.url}?`, options.yes === true);
      await client.delete(`${pathOf(ROUTES.deployment, name)}?positions=${positions}`);
      io.out(
        options.json
          ? JSON.stringify({ name, positions })
          : `${name}: removed${options.forgetPositions ? ', positions forgotten' : ', positions kept'}`,
      );
    },
  );
}
