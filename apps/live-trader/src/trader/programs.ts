import type { TraderOptions, TraderPrograms } from '../trader-options.ts';
import { compareRuns, replayRuns } from './replay-runs.ts';
import { startCollector } from './start-collector.ts';
import { Trader, type TraderWays } from './trader.ts';
import { networkTransport } from './venue-transport.ts';

const ON_SOCKETS: TraderWays = { transport: networkTransport, durability: 'full', analysis: true };

/** Starts a trader and waits until it is up. */
export async function startTrader(options: TraderOptions, ways: TraderWays = ON_SOCKETS): Promise<Trader> {
  const trader = new Trader(options, ways);
  await trader.start();
  return trader;
}

/** The trader behind the commands. */
export const traderPrograms: TraderPrograms = {
  startTrader: (options) => startTrader(options),
  startCollector: (options) => startCollector(options, networkTransport),
  replay: replayRuns,
  compareBacktest: compareRuns,
};
