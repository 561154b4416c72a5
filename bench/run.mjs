// Prints the table of speed and memory: `node bench/run.mjs --help`.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('src/main.ts', import.meta.url));
const options = ['--conditions=@auction-trader/source', '--expose-gc'];
const { status } = spawnSync(process.execPath, [...options, main, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
