import { SHELL_ERRORS } from '../errors.ts';

/** Where the designer's page lives in the shell. */
export const APP_ORIGIN = 'gantry://app';

/** The part of Electron's sender frame that is looked at. */
export interface SenderFrame {
  readonly url: string;
  /** Null for the window's own page. */
  readonly parent: unknown;
}

/** Lets only the designer's page itself call the shell: no frame in it, nothing it was led to. Throws `shell.sender_refused`. */
export function checkSender(frame: SenderFrame | null): void {
  if (frame && frame.parent === null && (frame.url === APP_ORIGIN || frame.url.startsWith(`${APP_ORIGIN}/`))) return;
  throw SHELL_ERRORS.error('sender_refused', { message: 'the shell was called by something other than the designer' });
}
