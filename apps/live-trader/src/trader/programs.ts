import type { TraderPrograms } from '../trader-options.ts';

/** The trader behind the commands. */
export const traderPrograms: TraderPrograms = {
  startTrader: () => Promise.reject(new Error('not there yet')),
  startCollector: () => Promise.reject(new Error('not there yet')),
  replay: () => Promise.reject(new Error('not there yet')),
};
