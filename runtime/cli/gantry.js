#!/usr/bin/env node
// Plain JavaScript, so that any Node can read it: hands over to the project's own Node where the one running is too old.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

const MIN = [22, 12];
const root = new URL('../../', import.meta.url);
const [major, minor] = process.versions.node.split('.').map(Number);

if (major > MIN[0] || (major === MIN[0] && minor >= MIN[1])) {
  const main = new URL('dist/runtime/cli/main.js', root);
  if (!existsSync(main)) {
    console.error('gantry: not built yet (no dist/). Run: npm install && npm run build');
    process.exit(2);
  }
  await import(main.href);
} else {
  const own = fileURLToPath(new URL('node_modules/node/bin/node', root));
  if (!existsSync(own)) {
    console.error(
      `gantry: Node ${process.versions.node} is too old, ${MIN.join('.')} or newer is needed. Run npm install here, or update Node.`,
    );
    process.exit(2);
  }
  const child = spawn(own, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  // Whoever stops this process means the one that works. A terminal sends its own signals to both, and twice would be by force.
  const atTerminal = process.stdin.isTTY === true;
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  for (const signal of ['SIGINT', 'SIGHUP']) process.on(signal, () => atTerminal || child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}
