import { BrowserWindow, dialog, ipcMain, shell } from 'electron';
import type { IpcMainEvent, IpcMainInvokeEvent } from 'electron';
import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { CHANNELS } from './channels.ts';
import { checkSender } from './checkSender.ts';
import type { MemberBroker } from './memberBroker.ts';
import { readExternalUrl, readFileName, readId, readPath, readRequest, readText } from './readCall.ts';

const YAML_FILES = [
  { name: 'Pipelines', extensions: ['yaml', 'yml'] },
  { name: 'All files', extensions: ['*'] },
];

/** Answers the page's calls. Every handler checks who calls and with what before anything else. */
export function registerIpc(broker: MemberBroker): void {
  handle(CHANNELS.request, (_event, id, request) => {
    const call = readRequest(id, request);
    return broker.request(call.id, call.request);
  });
  listen(CHANNELS.abort, (_event, id) => broker.abort(readId(id)));
  listen(CHANNELS.openStream, (event, id, path) => {
    const streamId = readId(id);
    const page = event.sender;
    broker.openStream(streamId, readPath(path), (message) => {
      if (!page.isDestroyed()) page.send(CHANNELS.stream, streamId, message);
    });
  });
  listen(CHANNELS.closeStream, (_event, id) => broker.closeStream(readId(id)));
  handle(CHANNELS.openTextFile, (event) => openTextFile(windowOf(event)));
  handle(CHANNELS.saveTextFile, (event, name, text) =>
    saveTextFile(windowOf(event), readFileName(name), readText(text)),
  );
  listen(CHANNELS.openExternal, (_event, url) => void shell.openExternal(readExternalUrl(url)));
  listen(CHANNELS.setTitle, (event, title) => windowOf(event).setTitle(readText(title).slice(0, 200)));
}

async function openTextFile(window: BrowserWindow): Promise<{ name: string; text: string } | undefined> {
  const {
    filePaths: [path],
  } = await dialog.showOpenDialog(window, { properties: ['openFile'], filters: YAML_FILES });
  return path === undefined ? undefined : { name: basename(path), text: await readFile(path, 'utf8') };
}

async function saveTextFile(window: BrowserWindow, name: string, text: string): Promise<boolean> {
  const { filePath } = await dialog.showSaveDialog(window, { defaultPath: name, filters: YAML_FILES });
  if (!filePath) return false;
  await writeFile(filePath, text);
  return true;
}

function handle(channel: string, handler: (event: IpcMainInvokeEvent, ...args: unknown[]) => unknown): void {
  ipcMain.handle(channel, (event, ...args: unknown[]) => {
    checkSender(event.senderFrame);
    return handler(event, ...args);
  });
}

function listen(channel: string, handler: (event: IpcMainEvent, ...args: unknown[]) => void): void {
  ipcMain.on(channel, (event, ...args: unknown[]) => {
    checkSender(event.senderFrame);
    handler(event, ...args);
  });
}

function windowOf(event: IpcMainEvent | IpcMainInvokeEvent): BrowserWindow {
  const window = BrowserWindow.fromWebContents(event.sender);
  if (!window) throw new Error('a page without a window called the shell');
  return window;
}
