import { availableParallelism } from 'node:os';
import type { CommandContext } from '@auction-trader/command-line';
import type { SearchOptions, SearchPeriod } from '@auction-trader/research';
import { storeFolder } from '../open-market.ts';
import { periodCache } from './grid-market.ts';

/** How a search runs on the threads of this process. */
export function threadOptions(
  context: CommandContext,
): Pick<SearchOptions, 'workers' | 'cacheFolder' | 'storeFolder'> {
  return {
    workers: workerCount(context),
    cacheFolder: (period: SearchPeriod) => periodCache(context, period),
    storeFolder: storeFolder(context),
  };
}

/** Threads to use (trading rules 14.3). */
export function workerCount({ config }: CommandContext): number {
  return config.backtest.workers === 0
    ? Math.max(1, Math.floor(availableParallelism() / 2))
    : config.backtest.workers;
}
