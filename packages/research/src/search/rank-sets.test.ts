import { expect, it } from 'vitest';
import { rankSets } from './rank-sets.ts';
import { failedOutcome } from './run-batch.ts';
import type { SearchPeriod, SetOutcome } from './search-plan.ts';

const period: SearchPeriod = {
  venue: 'v',
  symbol: 'A',
  fromDay: '2024-01-01',
  toDay: '2024-01-02',
  dataHash: '',
};

function outcome(setIndex: number, periodIndex: number, dailyReturns: number[], drawdown = 0): SetOutcome {
  const metrics = { net_pnl: 5, n: 2, max_drawdown_pct: drawdown };
  return { setIndex, periodIndex, figures: { metrics, dailyReturns, firstDay: '2024-01-01' }, error: null };
}

it('puts the best over all periods first, sets that did not trade before losing ones, equal ones in order', () => {
  const ranked = rankSets({ periods: [period, period] }, [
    outcome(0, 0, [-0.1, 0.05]),
    outcome(0, 1, [-0.1]),
    outcome(1, 0, [0, 0]),
    outcome(1, 1, [0]),
    outcome(2, 0, [0, 0]),
    outcome(2, 1, [0]),
    outcome(3, 1, [0.2], 0.3),
    outcome(3, 0, [0.1, 0.2], 0.1),
    outcome(4, 0, [9, 9]),
    failedOutcome(4, 1, 'no'),
  ]);
  expect(ranked.map(({ setIndex }) => setIndex)).toEqual([3, 1, 2, 0]);
  expect(ranked[0]).toMatchObject({ netPnl: 10, trades: 4, maxDrawdown: 0.3 });
  expect(ranked[1]!.sharpe).toBeNull();
});
