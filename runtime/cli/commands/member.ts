import type { Command } from 'commander';
import type { CliIo } from '../io.ts';
import { serve } from '../serve.ts';
import { addServerOptions } from '../settings/serverOptions.ts';
import { readSettings } from '../settings/settings.ts';
import { fired, stopSignal } from '../signals.ts';
import { VERSION } from '../version.ts';

const DEFAULT_PORT = 7071;

export function define(command: Command, io: CliIo): void {
  addServerOptions(command).action(async (options: { json?: boolean }) => {
    const stop = stopSignal(() =>
      io.err('Draining; what runs is flushed and its positions are kept. Once more to end at once.'),
    );
    const served = await serve(await readSettings({ ...options }, io), io, DEFAULT_PORT);
    try {
      const { server, dataDir, tokenFile, workspace, runtime } = served;
      if (options.json)
        io.out(
          JSON.stringify({
            url: server.url,
            id: runtime.member.id,
            workspace: workspace.dir,
            dataDir,
            tokenFile,
            pid: process.pid,
          }),
        );
      else {
        io.out(`${io.paint('bold', 'Gantry member')} ${VERSION} at ${io.paint('cyan', server.url)}`);
        io.out(io.paint('dim', `  Data ${dataDir}; token in ${tokenFile}. Ctrl+C drains.`));
      }
      await fired(stop);
    } finally {
      await served.close();
    }
  });
}
