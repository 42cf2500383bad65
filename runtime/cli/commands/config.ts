import type { Command } from 'commander';
import type { CliIo } from '../io.ts';
import { SETTINGS, readSettings, variableOf } from '../settings/settings.ts';
import { addServerOptions } from '../settings/serverOptions.ts';
import { formatTable } from '../terminal/table.ts';

export function define(command: Command, io: CliIo): void {
  addServerOptions(command)
    .option('--to <url>', 'the member commands speak to')
    .action(async (options: { json?: boolean }) => {
      const { all } = await readSettings(options, io);
      if (options.json) {
        io.out(JSON.stringify(all.map((setting) => ({ ...setting, variable: variableOf(setting.name) }))));
        return;
      }
      const rows = all.map(({ name, value, from }) => [
        name,
        value === undefined ? '-' : String(value),
        from,
        SETTINGS[name].summary,
      ]);
      for (const line of formatTable(['SETTING', 'VALUE', 'FROM', 'WHAT'], rows)) io.out(line);
    });
}
