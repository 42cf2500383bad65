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

/** With CI=true nothing may be missing, so that a green run means all of it ran. */
function settle(path: string | undefined, reason: string): Need {
  if (path !== undefined) return { ok: true, path };
  if (process.env['CI'] === 'true') throw new Error(`CI: ${reason}`);
  return { ok: false, reason };
}
