import { fork } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { scratchFolder } from '../data/folders.ts';
import { longMarketDir } from '../data/long-market.ts';
import type { Row } from '../harness/row.ts';
import type { Scale } from '../harness/scale.ts';
import { runCommand } from './command-run.ts';
import type { LongRun } from './long-run.ts';

/**
 * Peak memory of a process that runs a year from the tick store, of one that runs two, and of the
 * command line, which writes its report and tables as well.
 */
export async function measure(scale: Scale): Promise<Row[]> {
  const storeDir = await longMarketDir(scale);
  const year = await runApart(scale, 1);
  const twoYears = await runApart(scale, 2);
  const dataDir = scratchFolder('command');
  const first = runCommand(storeDir, dataDir);
  const again = runCommand(storeDir, dataDir);
  rmSync(dataDir, { recursive: true, force: true });
  const ratio = twoYears.peakMegabytes / year.peakMegabytes;
  return [
    {
      id: 'memory-year',
      what: `memory of a run over ${scale.longDays} days of ${scale.longTrades / 1e3} k trades`,
      against: '',
      ...exactly(year.peakMegabytes),
      unit: 'MB',
      goal: { kind: 'below', value: 1_000 },
      figures: figures(year),
    },
    {
      id: 'memory-two-years',
      what: 'memory of twice the days',
      against: 'memory of that run',
      ...exactly(ratio),
      unit: 'times',
      goal: { kind: 'below', value: 2 },
      figures: `${twoYears.peakMegabytes.toFixed(0)} MB; ${figures(twoYears)}`,
    },
    {
      id: 'memory-command',
      what: 'memory of `backtester run` over those days, report and tables written',
      against: '',
      ...exactly(Math.max(first.peakMegabytes, again.peakMegabytes)),
      unit: 'MB',
      goal: { kind: 'below', value: 1_000 },
      figures: [first, again]
        .map(
          ({ peakMegabytes, elapsedMs }) =>
            `${peakMegabytes.toFixed(0)} MB in ${(elapsedMs / 1e3).toFixed(1)} s`,
        )
        .join(' the first time, ')
        .concat(' with the tape cached'),
    },
  ];
}

function exactly(value: number) {
  return { value, lowest: value, highest: value };
}

function figures({ trades, minutes, positions, elapsedMs }: LongRun): string {
  const speed = `${(trades / elapsedMs / 1e3).toFixed(1)} M trades/s`;
  return `${(trades / 1e6).toFixed(0)} M trades, ${minutes} minutes, ${positions} positions, ${speed} from disk`;
}

/** Node's own limits and nothing that frees memory by hand: as a user would run it. */
function runApart({ name }: Scale, years: number): Promise<LongRun> {
  const child = fork(fileURLToPath(new URL('long-run.ts', import.meta.url)), [name, String(years)], {
    execArgv: process.execArgv.filter((option) => option !== '--expose-gc'),
    stdio: ['ignore', 2, 2, 'ipc'],
  });
  return new Promise((resolve, reject) => {
    let result: LongRun | undefined;
    child.once('message', (message) => {
      result = message as LongRun;
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (result !== undefined && code === 0) resolve(result);
      else reject(new Error(`the run over ${years} times the year failed`));
    });
  });
}
