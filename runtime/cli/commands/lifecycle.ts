import type { Command } from 'commander';
import type { DeploymentDto } from '../../api/contract.ts';
import { ROUTES } from '../../api/contract.ts';
import { addMemberOptions, connect } from '../client/connect.ts';
import { pathOf } from '../client/memberClient.ts';
import type { CliIo } from '../io.ts';

/** pause, resume and stop differ in their word alone. */
export function defineLifecycle(command: Command, io: CliIo, action: 'pause' | 'resume' | 'stop'): void {
  addMemberOptions(command.argument('<name>', 'the deployment')).action(
    async (name: string, options: { json?: boolean }) => {
      const client = await connect(options, io);
      const deployment = await client.post<DeploymentDto>(pathOf(ROUTES[action], name));
      io.out(
        options.json
          ? JSON.stringify(deployment)
          : `${deployment.name}: ${deployment.state}, wanted ${deployment.desired}`,
      );
    },
  );
}
