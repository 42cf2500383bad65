import { spawn } from 'node:child_process';
import { platform } from 'node:process';

/** Opens an address in the person's browser; false where there is nothing to open it with. */
export function openBrowser(url: string): Promise<boolean> {
  const [command, ...args] = opener(url);
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'ignore', detached: true });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}

/** Whether somebody sits before a screen of this machine. */
export function hasScreen(env: NodeJS.ProcessEnv): boolean {
  if (env['CI'] || env['SSH_CONNECTION']) return false;
  return platform === 'darwin' || platform === 'win32' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);
}

function opener(url: string): readonly [string, ...string[]] {
  if (platform === 'darwin') return ['open', url];
  if (platform === 'win32') return ['cmd', '/c', 'start', '', url.replaceAll('&', '^&')];
  return ['xdg-open', url];
}
