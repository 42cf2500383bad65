import { BrowserWindow, screen, session, shell } from 'electron';
import { APP_ORIGIN } from '../ipc/checkSender.ts';
import { readExternalUrl } from '../ipc/readCall.ts';
import { MIN_SIZE, loadBounds, restoreBounds, saveBounds } from './windowBounds.ts';

/** Opens the designer's window: sandboxed, with the bridge alone, and bound to its own page. */
export function openMainWindow(preload: string, boundsFile: string): BrowserWindow {
  const screens = screen.getAllDisplays().map((display) => display.workArea);
  const window = new BrowserWindow({
    ...restoreBounds(loadBounds(boundsFile), screens),
    minWidth: MIN_SIZE.width,
    minHeight: MIN_SIZE.height,
    show: false,
    title: 'Gantry',
    webPreferences: { preload, contextIsolation: true, sandbox: true, nodeIntegration: false, webviewTag: false },
  });
  window.once('ready-to-show', () => window.show());
  window.on('close', () => saveBounds(boundsFile, window.getNormalBounds()));
  // The page never leaves itself; links of the web open in the browser people trust with them.
  window.webContents.on('will-navigate', (event) => {
    if (!event.url.startsWith(`${APP_ORIGIN}/`)) event.preventDefault();
  });
  window.webContents.setWindowOpenHandler(({ url }) => {
    openOutside(url);
    return { action: 'deny' };
  });
  session.defaultSession.setPermissionRequestHandler((_page, permission, answer) =>
    answer(permission === 'clipboard-sanitized-write'),
  );
  void window.loadURL(`${APP_ORIGIN}/`);
  return window;
}

function openOutside(url: string): void {
  try {
    void shell.openExternal(readExternalUrl(url));
  } catch {
    // Not a link of the web: it opens nowhere, which is what the check is for.
  }
}
