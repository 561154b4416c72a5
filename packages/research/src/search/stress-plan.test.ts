import { expect, it } from 'vitest';
import { configOfSet } from './config-of-set.ts';
import type { SetOutcome } from './search-plan.ts';
import { stressPlan, stressRows } from './stress-plan.ts';
import { smallSearch } from './testing/small-search.ts';

const { plan } = smallSearch(['accept_outside_k:2..3', 'maker_fee_bps:-1,2'], ['AAA', 'BBB']);

it('tries the set with dearer fees and more slippage, all else as it was', () => {
  const stress = stressPlan(plan, 3);
  expect(stress.plan.sets).toHaveLength(12);
  expect(stress.labels[0]).toBe('fees x1, slippage +0 ticks');
  expect(configOfSet(stress.plan, stress.plan.sets[0]!)).toEqual(configOfSet(plan, plan.sets[3]!));
  expect(stress.labels[5]).toBe('fees x1.5, slippage +1 tick');
  const { execution, signal } = configOfSet(stress.plan, stress.plan.sets[5]!);
  expect(signal.accept_outside_k).toBe(3);
  expect(execution).toMatchObject({
    taker_fee_bps: 8.25,
    maker_fee_bps: 3,
    slippage_ticks_entry: 2,
    slippage_ticks_exit: 2,
  });
});

it('does not enlarge a rebate', () => {
  const { plan: stressed } = stressPlan(plan, 0);
  expect(configOfSet(stressed, stressed.sets[11]!).execution).toMatchObject({
    taker_fee_bps: 11,
    maker_fee_bps: -1,
  });
});

it('takes periods together, and leaves out what failed', () => {
  const stress = stressPlan(plan, 0);
  const outcome = (setIndex: number, periodIndex: number, dailyReturns: number[]): SetOutcome => ({
    setIndex,
    periodIndex,
    figures: { metrics: { net_pnl: 10 * (periodIndex + 1), n: 3 }, dailyReturns, firstDay: '2024-01-01' },
    error: null,
  });
  const rows = stressRows(stress, [
    outcome(1, 1, [0.03, 0.01]),
    outcome(1, 0, [0.01]),
    outcome(2, 0, [0.01]),
  ]);
  // Returns 0.01, 0.03, 0.01: mean 0.05/3, variance 0.0004/3.
  expect(rows).toEqual([
    {
      label: 'fees x1, slippage +1 tick',
      netPnl: 30,
      trades: 6,
      sharpe: expect.closeTo((0.05 / 3 / Math.sqrt(0.0004 / 3)) * Math.sqrt(365), 9),
    },
  ]);
});
