import type { Command } from 'commander';
import type { DeploymentDto, TaskDto } from '../../api/contract.ts';
import { ROUTES } from '../../api/contract.ts';
import { addMemberOptions, connect } from '../client/connect.ts';
import { pathOf } from '../client/memberClient.ts';
import type { CliIo } from '../io.ts';
import { formatBytes, formatCount, formatLag, formatTime } from '../terminal/format.ts';
import { paintState } from '../terminal/paintState.ts';
import { formatTable } from '../terminal/table.ts';

export function define(command: Command, io: CliIo): void {
  addMemberOptions(command.argument('<name>', 'the deployment')).action(
    async (name: string, options: { json?: boolean }) => {
      const client = await connect(options, io);
      const deployment = await client.get<DeploymentDto>(pathOf(ROUTES.deployment, name));
      if (options.json) io.out(JSON.stringify(deployment));
      else for (const line of statusLines(deployment, io)) io.out(line);
    },
  );
}

function statusLines(deployment: DeploymentDto, io: CliIo): readonly string[] {
  const { name, state, desired, revision, deployedAtMs, tasks } = deployment;
  const table = formatTable(
    [
      'TASK',
      'KIND',
      'STATE',
      'MEMBER',
      'ATTEMPT',
      'IN',
      'OUT',
      'BYTES OUT',
      'RECORDS/S',
      'LAG',
      'P99 MS',
      'SKIPPED',
      'DEAD LETTERS',
    ],
    tasks.map((task) => taskRow(task, io)),
  );
  return [
    `${io.paint('bold', name)}  ${paintState(state, io)}, wanted ${desired}; revision ${revision}, deployed ${formatTime(deployedAtMs)}`,
    ...(tasks.length === 0 ? [] : ['', ...table]),
    ...tasks.flatMap((task) => errorLines(task, io)),
  ];
}

function taskRow({ node, key, kind, state, member, attempt, figures }: TaskDto, io: CliIo): readonly string[] {
  return [
    `${node}/${key}`,
    kind,
    paintState(state, io),
    member,
    String(attempt),
    formatCount(figures.recordsIn),
    formatCount(figures.recordsOut),
    formatBytes(figures.bytesOut),
    formatCount(figures.recordsPerSecond),
    figures.lag === undefined ? '-' : formatLag(figures.lag, figures.lagUnit),
    figures.latency === undefined ? '-' : formatCount(figures.latency.p99),
    formatCount(figures.skipped),
    formatCount(figures.deadLettered),
  ];
}

/** What keeps a task from running, or the last thing that went wrong in it. */
function errorLines(task: TaskDto, io: CliIo): readonly string[] {
  const error = task.error ?? task.figures.lastError;
  if (!error) return [];
  const when = task.error ? '' : ` (${formatTime(task.figures.lastError?.atMs ?? 0)})`;
  return [
    '',
    `${io.paint(task.error ? 'red' : 'yellow', `${task.node}/${task.key}`)} ${io.paint('dim', error.code)}  ${error.message}${when}`,
    ...(error.hint === undefined ? [] : [`${io.paint('dim', 'hint:')} ${error.hint}`]),
  ];
}
