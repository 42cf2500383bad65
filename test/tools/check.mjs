// Everything that can be said of the code without running it: types, format, lint, arrows between parts, error codes, the SDK's
// public surface.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = (name) => join(root, 'node_modules', '.bin', name);

const steps = [
  ['types', bin('tsc'), ['-b']],
  ['format', bin('prettier'), ['--check', '--log-level', 'warn', '.']],
  ['lint', bin('oxlint'), ['--type-aware', '--quiet']],
  ['arrows', process.execPath, [join(root, 'test/tools/arrows.ts')]],
  ['error codes', process.execPath, [join(root, 'test/tools/errorCodes.ts'), '--check']],
  ['api report', process.execPath, [join(root, 'test/tools/apiReport.ts'), '--check']],
];

const failed = [];
for (const [name, command, args] of steps) {
  const start = Date.now();
  const done = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  console.log(`${done.status === 0 ? 'ok' : 'FAILED'}  ${name}  ${((Date.now() - start) / 1000).toFixed(1)} s`);
  if (done.status !== 0) failed.push(name);
}
if (failed.length > 0) {
  console.error(`check: ${failed.join(', ')} failed`);
  process.exit(1);
}
