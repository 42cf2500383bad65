/** Names of the messages between page and shell; preload spells them out, because a sandboxed preload script can import nothing. */
export interface Channels {
  readonly request: 'gantry:request';
  readonly abort: 'gantry:abort';
  readonly openStream: 'gantry:open-stream';
  readonly closeStream: 'gantry:close-stream';
  /** Shell to page: `(streamId, StreamMessage)`. */
  readonly stream: 'gantry:stream';
  readonly openTextFile: 'gantry:open-text-file';
  readonly saveTextFile: 'gantry:save-text-file';
  readonly openExternal: 'gantry:open-external';
  readonly setTitle: 'gantry:set-title';
}

export const CHANNELS: Channels = {
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

/** What the shell tells of an event stream. */
export type StreamMessage =
  | { readonly kind: 'opened'; readonly status: number }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'closed'; readonly error?: string };
