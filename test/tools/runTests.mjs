// Runs everything `npm test` promises, one project after the other (two cores), and ends with the counts. What a test needs
// and the machine lacks is decided in test/support/needs.ts: skipped with the reason, and with CI=true a failure.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'gantry-tests-'));
const totals = { passed: 0, failed: 0, skipped: 0 };
const only = process.argv.slice(2);

try {
  if (only.length === 0 || only.includes('check')) countCheck();
  for (const project of ['unit', 'integration', 'e2e']) {
    if (only.length === 0 || only.includes(project)) countProject(project);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exitCode = totals.failed === 0 ? 0 : 1;

function countCheck() {
  heading('check: format, types, lint, arrows, error codes');
  const done = spawnSync(process.execPath, [join(root, 'test/tools/check.mjs')], { cwd: root, stdio: 'inherit' });
  totals[done.status === 0 ? 'passed' : 'failed'] += 1;
}

function countProject(project) {
  heading(project);
  const report = join(folder, `${project}.json`);
  const done = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--project',
      project,
      '--passWithNoTests',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    { cwd: root, stdio: 'inherit' },
  );
  const counts = readCounts(report);
  totals.passed += counts.passed;
  totals.failed += counts.failed;
  totals.skipped += counts.skipped;
  // A crash of the runner, or an error outside any test, must not pass for a good run.
  if (done.status !== 0 && counts.failed === 0) totals.failed += 1;
}

function readCounts(report) {
  try {
    const json = JSON.parse(readFileSync(report, 'utf8'));
    return {
      passed: json.numPassedTests,
      failed: json.numFailedTests,
      skipped: json.numPendingTests + json.numTodoTests,
    };
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}

function heading(text) {
  console.log(`\n== ${text}`);
}
