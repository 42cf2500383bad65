import type { Command } from 'commander';
import type { DeploymentDto } from '../../api/contract.ts';
import { ROUTES } from '../../api/contract.ts';
import { addMemberOptions, connect } from '../client/connect.ts';
import { pathOf } from '../client/memberClient.ts';
import type { CliIo } from '../io.ts';

export function define(command: Command, io: CliIo): void {
  command
    .argument('<name>', 'the deployment')
    .option('--failed', 'only the tasks that failed')
    .option('--task <id>', 'only this task');
  addMemberOptions(command).action(
    async (name: string, options: { failed?: boolean; task?: string; json?: boolean }) => {
      const client = await connect(options, io);
      const body = {
        scope: options.failed ? 'failed' : 'all',
        ...(options.task === undefined ? {} : { task: options.task }),
      };
      const deployment = await client.post<DeploymentDto>(pathOf(ROUTES.restart, name), body);
      io.out(options.json ? JSON.stringify(deployment) : `${deployment.name}: restarted, ${deployment.state}`);
    },
  );
}
