// Judging a search of 10,000 sets without skill over a month and over a year of days.
import type { TradeRecord } from '@auction-trader/execution';
import type { SearchPlan, SetOutcome } from '../search/search-plan.ts';
import { noiseReturns } from '../testing/sample-returns.ts';
import { assessSearch } from './assess-search.ts';

const SIDE = 100;
const SETS = SIDE * SIDE;
const values = Array.from({ length: SIDE }, (_, i) => i);
const plan = {
  excluded: 0,
  periods: [{}],
  space: {
    parameters: [
      { key: 'a', values },
      { key: 'b', values },
    ],
    constraints: [],
    sampling: { kind: 'grid' },
  },
  sets: Array.from({ length: SETS }, (_, index) => ({
    index,
    values: [Math.floor(index / SIDE), index % SIDE],
  })),
} as unknown as SearchPlan;
const bestTrades = Array.from({ length: 500 }, (_, i) => ({
  tradeId: i,
  status: 'CLOSED',
  netPnl: (i % 7) - 2,
  fees: 0.5,
})) as TradeRecord[];

for (const days of [30, 365]) {
  const returns = noiseReturns(days, SETS, days);
  const outcomes: SetOutcome[] = Array.from({ length: SETS }, (_, setIndex) => ({
    setIndex,
    periodIndex: 0,
    error: null,
    figures: {
      metrics: {},
      firstDay: '2025-01-01',
      dailyReturns: Array.from(returns.subarray(setIndex * days, (setIndex + 1) * days)),
    },
  }));
  const start = process.cpuUsage();
  const { verdict } = assessSearch({ plan, outcomes, bestTrades, stress: [], seed: 1 });
  const { user, system } = process.cpuUsage(start);
  console.log(`${SETS} sets over ${days} days: ${((user + system) / 1e6).toFixed(1)} s of processor time`);
  console.log(`  ${verdict.join('\n  ')}`);
}
