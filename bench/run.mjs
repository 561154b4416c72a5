// Runs every `*.bench.ts` one after another, or those whose path contains one of the given words.
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';

const words = process.argv.slice(2);
const all = globSync('{packages,apps,bench,examples}/**/*.bench.ts', {
  exclude: ['**/node_modules', '**/dist'],
});
const chosen = all.filter((file) => words.length === 0 || words.some((word) => file.includes(word))).sort();
if (chosen.length === 0) console.log('No benchmark matches.');

let failed = 0;
for (const file of chosen) {
  console.log(`\n== ${file}`);
  const args = ['--conditions=@auction-trader/source', '--expose-gc', file];
  if (spawnSync(process.execPath, args, { stdio: 'inherit' }).status !== 0) failed += 1;
}
if (failed > 0) console.error(`${failed} of ${chosen.length} benchmarks failed`);
process.exitCode = failed > 0 ? 1 : 0;
