import type { Command } from 'commander';
import type { DeploymentDto, LagUnit } from '../../api/contract.ts';
import { ROUTES } from '../../api/contract.ts';
import { addMemberOptions, connect } from '../client/connect.ts';
import type { CliIo } from '../io.ts';
import { formatCount, formatLag, formatTime } from '../terminal/format.ts';
import { paintState } from '../terminal/paintState.ts';
import { formatTable } from '../terminal/table.ts';

export function define(command: Command, io: CliIo): void {
  addMemberOptions(command).action(async (options: { json?: boolean }) => {
    const client = await connect(options, io);
    const deployments = await client.get<readonly DeploymentDto[]>(ROUTES.deployments);
    if (options.json) {
      io.out(JSON.stringify(deployments));
      return;
    }
    if (deployments.length === 0) {
      io.out('Nothing is deployed.');
      return;
    }
    const rows = deployments.map((deployment) => rowOf(deployment, io));
    for (const line of formatTable(
      ['NAME', 'STATE', 'WANTED', 'REVISION', 'TASKS', 'RECORDS/S', 'LAG', 'ERRORS', 'DEPLOYED'],
      rows,
    ))
      io.out(line);
  });
}

function rowOf(deployment: DeploymentDto, io: CliIo): readonly string[] {
  const sum = (value: (figures: DeploymentDto['tasks'][number]['figures']) => number): string =>
    formatCount(deployment.tasks.reduce((total, task) => total + value(task.figures), 0));
  const sources = deployment.tasks
    .filter((task) => task.kind === 'source')
    .reduce((total, task) => total + task.figures.recordsPerSecond, 0);
  return [
    deployment.name,
    paintState(deployment.state, io),
    deployment.desired,
    String(deployment.revision),
    String(deployment.tasks.length),
    formatCount(sources),
    formatLags(deployment),
    sum((figures) => figures.errors),
    formatTime(deployment.deployedAtMs),
  ];
}

/** What waits, one figure a unit: `1,200 + 3.4 MB`. */
function formatLags({ tasks }: DeploymentDto): string {
  const sums = new Map<LagUnit, number>();
  for (const { lag, lagUnit = 'records' } of tasks.map((task) => task.figures)) {
    if (lag === undefined || lag === 0) continue;
    const before = sums.get(lagUnit) ?? 0;
    sums.set(lagUnit, lagUnit === 'ms' ? Math.max(before, lag) : before + lag);
  }
  return [...sums].map(([unit, lag]) => formatLag(lag, unit)).join(' + ') || '0';
}
