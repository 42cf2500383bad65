// CommonJS, because a sandboxed preload script can be nothing else; types alone come from elsewhere.
import type * as electron from 'electron';
import type { ShellBridge } from '../ipc/bridge.ts' with { 'resolution-mode': 'import' };
import type { Channels, StreamMessage } from '../ipc/channels.ts' with { 'resolution-mode': 'import' };

const { contextBridge, ipcRenderer } = require('electron') as Pick<typeof electron, 'contextBridge' | 'ipcRenderer'>;

const CHANNELS: Channels = {
  request: 'gantry:request',
  abort: 'gantry:abort',
  openStream: 'gantry:open-stream',
  closeStream: 'gantry:close-stream',
  stream: 'gantry:stream',
  openTextFile: 'gantry:open-text-file',
  saveTextFile: 'gantry:save-text-file',
  openExternal: 'gantry:open-external',
  setTitle: 'gantry:set-title',
};

type StreamListener = Parameters<ShellBridge['stream']>[1];

const listeners = new Map<number, StreamListener>();
let lastStreamId = 0;

ipcRenderer.on(CHANNELS.stream, (_event, id: number, message: StreamMessage) => {
  const on = listeners.get(id);
  if (!on) return;
  if (message.kind === 'opened') on.opened(message.status);
  else if (message.kind === 'text') on.text(message.text);
  else {
    listeners.delete(id);
    on.closed(message.error);
  }
});

/** All the page gets of the shell: no channel names, no Electron objects. */
const bridge: ShellBridge = {
  request: (id, request) => ipcRenderer.invoke(CHANNELS.request, id, request) as ReturnType<ShellBridge['request']>,
  abort: (id) => ipcRenderer.send(CHANNELS.abort, id),
  stream(path, on) {
    const id = ++lastStreamId;
    listeners.set(id, on);
    ipcRenderer.send(CHANNELS.openStream, id, path);
    return () => {
      listeners.delete(id);
      ipcRenderer.send(CHANNELS.closeStream, id);
    };
  },
  desktop: {
    openTextFile: () => ipcRenderer.invoke(CHANNELS.openTextFile) as ReturnType<ShellBridge['desktop']['openTextFile']>,
    saveTextFile: (suggestedName, text) =>
      ipcRenderer.invoke(CHANNELS.saveTextFile, suggestedName, text) as Promise<boolean>,
    openExternal: (url) => ipcRenderer.send(CHANNELS.openExternal, url),
    setTitle: (title) => ipcRenderer.send(CHANNELS.setTitle, title),
  },
};

contextBridge.exposeInMainWorld('gantry', bridge);
