import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Runs every `*.bench.ts` beside the sources one after another, or those whose path contains one
 * of the words.
 *
 * @returns exit code
 */
export function runBeside(words: readonly string[]): number {
  const all = globSync('{packages,apps,examples}/**/*.bench.ts', {
    cwd: ROOT,
    exclude: ['**/node_modules', '**/dist'],
  });
  const chosen = all.filter((file) => words.length === 0 || words.some((word) => file.includes(word))).sort();
  if (chosen.length === 0) console.log('No benchmark matches.');
  let failed = 0;
  for (const file of chosen) {
    console.log(`\n== ${file}`);
    const { status } = spawnSync(process.execPath, [...process.execArgv, join(ROOT, file)], {
      stdio: 'inherit',
    });
    if (status !== 0) failed += 1;
  }
  if (failed > 0) console.error(`${failed} of ${chosen.length} benchmarks failed`);
  return failed > 0 ? 1 : 0;
}
