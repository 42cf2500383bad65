import type { Command } from 'commander';
import type { CliIo } from '../io.ts';
import { hasScreen, openBrowser } from '../openBrowser.ts';
import { provideSample } from '../sample.ts';
import { serve } from '../serve.ts';
import type { Served } from '../serve.ts';
import { addServerOptions } from '../settings/serverOptions.ts';
import { readSettings } from '../settings/settings.ts';
import { fired, stopSignal } from '../signals.ts';
import { VERSION } from '../version.ts';

const DEFAULT_PORT = 7070;

interface Options {
  readonly sample?: boolean;
  readonly open?: boolean;
  readonly json?: boolean;
}

export function define(command: Command, io: CliIo): void {
  addServerOptions(command)
    .option('--sample', 'in an empty workspace, create and deploy a sample pipeline')
    .option('--open', 'open the designer in the browser (the default at a terminal with a screen)')
    .option('--no-open', 'do not open it')
    .action(async (options: Options) => {
      const stop = stopSignal(() =>
        io.err('Stopping; what runs is flushed and its positions are kept. Once more to end at once.'),
      );
      const served = await serve(await readSettings({ ...options }, io), io, DEFAULT_PORT);
      try {
        const sample = options.sample ? await provideSample(served) : undefined;
        announce(served, sample, options, io);
        const mayOpen = options.open ?? (io.outIsTty && hasScreen(io.env));
        if (mayOpen && hasScreen(io.env) && !(await openBrowser(served.server.loginUrl())))
          io.err('No browser could be opened; use the address above.');
        await fired(stop);
      } finally {
        await served.close();
      }
    });
}

function announce(
  { server, workspace, dataDir, tokenFile }: Served,
  sample: string | undefined,
  options: Options,
  io: CliIo,
): void {
  const loginUrl = server.loginUrl();
  if (options.json) {
    io.out(
      JSON.stringify({
        url: server.url,
        loginUrl,
        workspace: workspace.dir,
        dataDir,
        tokenFile,
        pid: process.pid,
        ...(sample === undefined ? {} : { sample }),
      }),
    );
    return;
  }
  io.out(`${io.paint('bold', 'Gantry studio')} ${VERSION}`);
  io.out(`  Designer   ${io.paint('cyan', loginUrl)}`);
  io.out(`  Workspace  ${workspace.dir}`);
  io.out(`  Data       ${dataDir}`);
  if (sample !== undefined) io.out(`  Sample     ${sample}`);
  io.out(
    io.paint('dim', `  The address opens one browser session; others enter the token in ${tokenFile}. Ctrl+C stops.`),
  );
}
