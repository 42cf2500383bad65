/**
 * The desktop shell's composition root: a window on the designer, the runtime in a process of its own, and the bridge between
 * them. Holds no feature: what pipelines are and do is the runtime's business.
 */
import { app, dialog } from 'electron';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createMemberBroker } from './ipc/memberBroker.ts';
import { registerIpc } from './ipc/register.ts';
import { createCurrentAccess } from './runtime-host/currentAccess.ts';
import { startRuntimeHost } from './runtime-host/runtimeHost.ts';
import { shellClock } from './runtime-host/shellClock.ts';
import { startUtilityRuntime } from './runtime-host/utilityRuntime.ts';
import { registerAppScheme, serveApp } from './windows/appProtocol.ts';
import { openMainWindow } from './windows/mainWindow.ts';
import { installMenu } from './windows/menu.ts';

const dist = fileURLToPath(new URL('../', import.meta.url));
const preload = join(dist, 'main', 'preload', 'preload.cjs');

registerAppScheme();
// Two shells on one data folder would be two members fighting for its tasks.
// Not awaited here: Electron is ready only once this module has been evaluated.
if (app.requestSingleInstanceLock()) void start();
else app.quit();

async function start(): Promise<void> {
  await app.whenReady();
  const folders = { data: join(app.getPath('userData'), 'data'), workspace: join(app.getPath('documents'), 'Gantry') };
  const access = createCurrentAccess(async (file) => (await readFile(file, 'utf8')).trim());
  const broker = createMemberBroker(access.get, fetch);
  const log = { debug: write, info: write, warn: write, error: write };
  const host = startRuntimeHost({
    start: () => startUtilityRuntime(join(dist, 'runtime', 'cli', 'main.js'), folders),
    clock: shellClock,
    log,
    onState(state) {
      access.update(state);
      if (state.state === 'failed')
        dialog.showErrorBox('The runtime does not start', `${state.reason.message}\n\n${state.reason.hint ?? ''}`);
    },
  });

  serveApp(join(dist, 'renderer'));
  registerIpc(broker);
  installMenu();
  const open = (): void => {
    const window = openMainWindow(preload, join(app.getPath('userData'), 'window.json'));
    window.once('closed', () => broker.closeAll());
    app.removeAllListeners('second-instance');
    app.on('second-instance', () => window.focus());
  };
  open();

  app.on('activate', open);
  app.on('window-all-closed', () => app.quit());
  let isDrained = false;
  app.on('before-quit', (event) => {
    if (isDrained) return;
    // Quit is held until the tasks have flushed and committed, then asked for again.
    event.preventDefault();
    void host.stop().finally(() => {
      isDrained = true;
      app.quit();
    });
  });
}

function write(message: string, fields: { readonly [name: string]: unknown } = {}): void {
  process.stderr.write(`${message} ${JSON.stringify(fields)}\n`);
}
