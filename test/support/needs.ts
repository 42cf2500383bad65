import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findBrowser } from '../tools/browser.mjs';

/** What a test cannot do without: where it is, or why it is missing. */
export type Need = { readonly ok: true; readonly path: string } | { readonly ok: false; readonly reason: string };

/** A Chromium to drive. */
export function needBrowser(): Need {
  const path = findBrowser();
  return settle(path, 'no Chromium on the PATH and GANTRY_CHROMIUM is not set');
}

/** The right to mount a small file system, for real full disks. */
export function needMounts(): Need {
  const able = process.getuid?.() === 0 && existsSync('/bin/mount');
  return settle(able ? '/bin/mount' : undefined, 'mounting a small tmpfs needs root on Linux');
}

/** A program that gives a command a real terminal: `script` of util-linux. */
export function needTerminal(): Need {
  const isThere = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') === true;
  return settle(isThere ? 'script' : undefined, 'no util-linux script on the PATH, which gives commands a terminal');
}

/** A program that makes certificates. */
export function needOpenssl(): Need {
  const isThere = spawnSync('openssl', ['version']).status === 0;
  return settle(isThere ? 'openssl' : undefined, 'no openssl on the PATH, which makes certificates');
}

/** A user whom `chmod 000` keeps out: oneself, or root without its privilege. `path` is the program that takes it away, or ''. */
export function needPermissions(): Need {
  if (process.platform === 'linux' && process.getuid?.() !== 0) return { ok: true, path: '' };
  const path = existsSync('/usr/bin/setpriv') ? '/usr/bin/setpriv' : undefined;
  return settle(path, 'as root on Linux, files are unreadable only to a process started through setpriv');
}

/** With CI=true nothing may be missing, so that a green run means all of it ran. */
function settle(path: string | undefined, reason: string): Need {
  if (path !== undefined) return { ok: true, path };
  if (process.env['CI'] === 'true') throw new Error(`CI: ${reason}`);
  return { ok: false, reason };
}
