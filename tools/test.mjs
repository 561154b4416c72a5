// `npm test`: build, type check, every test. Goes on after a failed step, so that one run shows all
// that is wrong, and ends with the line `tests: N passed, N failed`. A failed step counts as failed.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COUNTS_FILE, closingLine } from './counts.ts';

const folder = mkdtempSync(join(tmpdir(), 'auction-trader-test-'));
const file = join(folder, 'counts.json');
const counts = { passed: 0, failed: 0, skipped: 0 };

/** @param {string} title @param {string} command @param {string[]} args */
function step(title, command, args) {
  console.log(`\n== ${title}`);
  const env = { ...process.env, [COUNTS_FILE]: file };
  const { status } = spawnSync(command, args, { stdio: 'inherit', env, shell: process.platform === 'win32' });
  return status === 0;
}

if (!step('build', 'turbo', ['run', 'build', '--output-logs=errors-only'])) counts.failed += 1;
if (!step('types', 'tsc', ['-p', 'tsconfig.json'])) counts.failed += 1;
const green = step('tests', 'vitest', ['run', ...process.argv.slice(2)]);
try {
  const { passed, failed, skipped } = JSON.parse(readFileSync(file, 'utf8'));
  counts.passed += passed;
  counts.skipped += skipped;
  // A run may be red without a red test, when it was cut short.
  counts.failed += green ? failed : Math.max(failed, 1);
} catch {
  counts.failed += 1;
}
rmSync(folder, { recursive: true, force: true });
console.log(closingLine(counts));
process.exitCode = counts.failed > 0 ? 1 : 0;
