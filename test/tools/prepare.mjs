// Sets up a checkout: packages, build, browser. Plain JavaScript, because it runs before anything is installed and on
// whatever Node the machine has; everything after it runs on the project's own Node (the npm package `node`).
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBrowser, installBrowser } from './browser.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const wants = new Set(process.argv.slice(2));

installPackages();
if (wants.has('--build')) build();
if (wants.has('--browser')) ensureBrowser();

function installPackages() {
  const marker = join(root, 'node_modules', '.gantry-installed');
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return;
  say('installing packages (npm ci), once');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(marker, wanted);
}

function build() {
  const start = Date.now();
  run(tool('tsc'), ['-b']);
  const designer = join(root, 'dist', 'renderer', 'index.html');
  const sources = [
    'renderer',
    'runtime/spec',
    'runtime/compile',
    'runtime/foundation',
    'runtime/api/contract.ts',
    'plugins/sdk',
    'package-lock.json',
  ];
  if (!existsSync(designer) || newest(sources) > statSync(designer).mtimeMs) {
    say('building the designer');
    run(tool('vite'), ['build', 'renderer', '--logLevel', 'warn']);
  }
  const seconds = (Date.now() - start) / 1000;
  if (seconds > 2) say(`built in ${seconds.toFixed(1)} s`);
}

function ensureBrowser() {
  if (findBrowser()) return;
  say('installing Chromium for the browser tests');
  const problem = installBrowser();
  if (!problem) return;
  say(problem);
  if (process.env.CI === 'true') process.exit(1);
}

/** The time of the newest file below the paths; build output and packages left out. */
function newest(paths) {
  let latest = 0;
  const visit = (path) => {
    const stat = statSync(path);
    if (!stat.isDirectory()) {
      latest = Math.max(latest, stat.mtimeMs);
      return;
    }
    for (const name of readdirSync(path)) if (name !== 'dist' && name !== 'node_modules') visit(join(path, name));
  };
  for (const path of paths) visit(join(root, path));
  return latest;
}

function tool(name) {
  return join(root, 'node_modules', '.bin', name);
}

function run(command, args) {
  const own = join(root, 'node_modules', '.bin');
  const env = { ...process.env, PATH: `${own}:${process.env.PATH}` };
  const done = spawnSync(command, args, { cwd: root, stdio: 'inherit', env });
  if (done.status === 0) return;
  console.error(`prepare: ${command} ${args.join(' ')} failed${done.error ? `: ${done.error.message}` : ''}`);
  process.exit(done.status || 1);
}

function say(text) {
  console.log(`prepare: ${text}`);
}
