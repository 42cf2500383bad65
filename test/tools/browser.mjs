// Finds a Chromium for the browser tests, or installs Debian's. Playwright's own download is not used: it needs a host that
// many build machines cannot reach.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** The path of a Chromium: what GANTRY_CHROMIUM says, or the first on the PATH; undefined where there is none. */
export function findBrowser() {
  if (process.env.GANTRY_CHROMIUM) return process.env.GANTRY_CHROMIUM;
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of NAMES) if (existsSync(join(folder, name))) return join(folder, name);
  }
  return existsSync(MAC) ? MAC : undefined;
}

/** Installs Debian's Chromium when root; otherwise answers what a person can do. */
export function installBrowser() {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) {
    return 'no Chromium found: install one, or set GANTRY_CHROMIUM to its path; browser tests are skipped without it';
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [
    ['update', '-q'],
    ['install', '-y', '-q', '--no-install-recommends', 'chromium', 'openssl', 'fonts-dejavu-core', 'fonts-noto-cjk'],
  ]) {
    const done = spawnSync('apt-get', args, { env, encoding: 'utf8' });
    if (done.status !== 0) return `apt-get ${args.join(' ')} failed:\n${done.stdout}${done.stderr}`;
  }
  return undefined;
}
