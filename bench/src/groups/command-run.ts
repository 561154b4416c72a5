import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../../apps/backtester/src/main.ts', import.meta.url));
const REPORT_MEMORY = new URL('../harness/report-memory.ts', import.meta.url);

/** What one call of the program needed. */
export interface CommandRun {
  readonly elapsedMs: number;
  readonly peakMegabytes: number;
}

/**
 * Calls `backtester run` as a user does: all the days of a store, report and tables written.
 *
 * @param storeDir the tick store
 * @param dataDir beside the store; the program keeps its cache there
 */
export function runCommand(storeDir: string, dataDir: string): CommandRun {
  mkdirSync(dataDir, { recursive: true });
  const peakFile = join(dataDir, 'peak-memory.txt');
  const settings = { data_dir: dataDir, raw_db: join('..', basename(storeDir)) };
  if (dirname(storeDir) !== dirname(dataDir)) throw new Error('the data folder has to lie beside the store');
  const args = Object.entries(settings).flatMap(([key, value]) => ['--set', `database.${key}=${value}`]);
  const start = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    [
      ...process.execArgv.filter((option) => option !== '--expose-gc'),
      `--import=${REPORT_MEMORY}`,
      PROGRAM,
      ...['run', '--json', '--symbol', 'BTCUSDT', '--out', join(dataDir, 'report'), ...args],
    ],
    { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, PEAK_MEMORY_FILE: peakFile } },
  );
  const elapsedMs = performance.now() - start;
  if (status !== 0) throw new Error(`backtester run failed with ${status}: ${stderr}`);
  return { elapsedMs, peakMegabytes: (Number(readFileSync(peakFile, 'utf8')) * 1024) / 1e6 };
}
