import type { Command } from 'commander';
import { isObject } from '../../foundation/index.ts';
import type { PositionDto, PositionEditDto } from '../../api/contract.ts';
import { ROUTES } from '../../api/contract.ts';
import { addMemberOptions, connect } from '../client/connect.ts';
import { pathOf } from '../client/memberClient.ts';
import { CLI_ERRORS } from '../errors.ts';
import type { CliIo } from '../io.ts';
import { confirm } from '../terminal/confirm.ts';
import { formatTime } from '../terminal/format.ts';
import { readDocument } from '../terminal/readDocument.ts';
import { formatTable } from '../terminal/table.ts';

interface Options {
  readonly node?: string;
  readonly key?: string;
  readonly position?: string;
  readonly file?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
}

export function define(command: Command, io: CliIo): void {
  const get = command.command('get').description('print positions').argument('<name>', 'the deployment');
  addMemberOptions(get).action(async (name: string, options: Options) => {
    const client = await connect(options, io);
    print(await client.get<readonly PositionDto[]>(pathOf(ROUTES.positions, name)), options, io);
  });

  const set = command
    .command('set')
    .description('move positions of a stopped deployment')
    .argument('<name>', 'the deployment')
    .option('--node <node>', 'the source or sink')
    .option('--key <key>', 'the share, or topic/queue')
    .option('--position <json>', 'such as {"offset":0}')
    .option('--file <file>', 'positions as `positions get --json` prints them; - for standard input');
  addMemberOptions(set).action(async (name: string, options: Options) => {
    const positions = await editsOf(options, io);
    const client = await connect(options, io);
    print(await client.put<readonly PositionDto[]>(pathOf(ROUTES.positions, name), { positions }), options, io);
  });

  const reset = command
    .command('reset')
    .description('forget positions of a stopped deployment')
    .argument('<name>', 'the deployment')
    .option('--node <node>', 'only of this node')
    .option('--yes', 'do not ask');
  addMemberOptions(reset).action(async (name: string, options: Options) => {
    const client = await connect(options, io);
    const whose =
      options.node === undefined ? `all positions of ${name}` : `the positions of ${options.node} in ${name}`;
    await confirm(io, `Forget ${whose}? It begins anew then.`, options.yes === true);
    const query = options.node === undefined ? '' : `?node=${encodeURIComponent(options.node)}`;
    print(await client.delete<readonly PositionDto[]>(`${pathOf(ROUTES.positions, name)}${query}`), options, io);
  });
}

function print(positions: readonly PositionDto[], options: Options, io: CliIo): void {
  if (options.json) {
    io.out(JSON.stringify(positions));
    return;
  }
  if (positions.length === 0) {
    io.out('No positions.');
    return;
  }
  const rows = positions.map(({ node, key, position, updatedAtMs }) => [
    node,
    key,
    formatTime(updatedAtMs),
    JSON.stringify(position),
  ]);
  for (const line of formatTable(['NODE', 'KEY', 'UPDATED', 'POSITION'], rows)) io.out(line);
}

async function editsOf(options: Options, io: CliIo): Promise<readonly PositionEditDto[]> {
  const { node, key, position, file } = options;
  if (file !== undefined) {
    const given = parseJson(await readDocument(file, io), file);
    const list: readonly unknown[] = Array.isArray(given) ? given : [given];
    return list.map((item) => editOf(item, file));
  }
  if (node === undefined || key === undefined || position === undefined) {
    throw CLI_ERRORS.error('usage', {
      message: 'positions set needs --node, --key and --position, or --file',
      hint: 'See what there is with: gantry positions get NAME',
    });
  }
  return [editOf({ node, key, position: parseJson(position, '--position') }, '--position')];
}

function editOf(item: unknown, from: string): PositionEditDto {
  if (
    isObject(item) &&
    typeof item['node'] === 'string' &&
    typeof item['key'] === 'string' &&
    isObject(item['position'])
  ) {
    return { node: item['node'], key: item['key'], position: item['position'] as PositionEditDto['position'] };
  }
  throw CLI_ERRORS.error('usage', {
    message: `${from} holds no position`,
    hint: 'A position is {"node": …, "key": …, "position": {…}}.',
  });
}

function parseJson(text: string, from: string): unknown {
  try {
    return JSON.parse(text);
  } catch (caught) {
    throw CLI_ERRORS.error('usage', {
      message: `${from} is not JSON: ${(caught as Error).message}`,
      hint: 'Give JSON such as {"offset":0}.',
      cause: caught,
    });
  }
}
