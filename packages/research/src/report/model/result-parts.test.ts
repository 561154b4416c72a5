import { sharpeRatio } from '@auction-trader/backtest';
import { expect, it } from 'vitest';
import { sampleSearch, steps } from '../testing/sample-search.ts';
import { resultParts } from './result-parts.ts';

const parameters = [steps('signal.accept_outside_k', 1, 1, 4)];
const METRICS = ['sharpe', 'net_pnl', 'n', 'win_rate', 'max_drawdown_pct', 'profit_factor'];

it('has a value of each set, in the order of the sets whatever the order of the outcomes', () => {
  const { plan, outcomes } = sampleSearch({ parameters });
  const parts = resultParts(plan, outcomes.toReversed(), METRICS);
  expect(parts).toHaveLength(1);
  const expected = outcomes.map(({ figures }) => figures!.metrics['net_pnl']!);
  for (const [i, net] of expected.entries()) expect(parts[0]!.figures['net_pnl']![i]).toBeCloseTo(net, 4);
});

it('says which sets failed and why, and which have no result', () => {
  const { plan, outcomes } = sampleSearch({ parameters, failEvery: 2, error: 'too hot' });
  const [part] = resultParts(plan, outcomes.slice(0, 3), METRICS);
  expect(part!.failed).toEqual([[1, 'too hot']]);
  expect(part!.missing).toEqual([3]);
  expect(part!.figures['n']![1]).toBeNull();
});

it('adds up several periods, and takes the Sharpe ratio of all their days', () => {
  const { plan, outcomes } = sampleSearch({ parameters, periods: 2 });
  const [all, first, second] = resultParts(plan, outcomes, METRICS);
  expect(all!.label).toBe('all 2 periods together');
  const [one, two] = outcomes.filter(({ setIndex }) => setIndex === 2).map(({ figures }) => figures!);
  expect(all!.figures['n']![2]).toBe(one!.metrics['n']! + two!.metrics['n']!);
  expect(all!.figures['net_pnl']![2]).toBeCloseTo(one!.metrics['net_pnl']! + two!.metrics['net_pnl']!, 4);
  const days = [...one!.dailyReturns, ...two!.dailyReturns];
  expect(all!.figures['sharpe']![2]).toBeCloseTo(sharpeRatio(days)!, 7);
  const falls = [one!, two!].map(({ metrics }) => metrics['max_drawdown_pct']!);
  expect(all!.figures['max_drawdown_pct']![2]).toBeCloseTo(Math.max(...falls), 7);
  expect(all!.figures['profit_factor']![2]).toBeNull();
  expect(first!.figures['n']![2]).toBe(one!.metrics['n']);
  expect(second!.figures['n']![2]).toBe(two!.metrics['n']);
});

it('a set that failed over one of the periods has failed over all of them', () => {
  const { plan, outcomes } = sampleSearch({ parameters, periods: 2 });
  const broken = outcomes.map((outcome) =>
    outcome.setIndex === 0 && outcome.periodIndex === 1
      ? { ...outcome, figures: null, error: 'gap' }
      : outcome,
  );
  const [all] = resultParts(plan, broken, METRICS);
  expect(all!.failed).toEqual([[0, expect.stringMatching(/^X1USDT .*: gap$/)]]);
});
