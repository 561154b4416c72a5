import { type AuctionTraderError, resolveConfig } from '@auction-trader/core';
import { describe, expect, it } from 'vitest';
import type { ParameterSpace } from '../space/parameter-space.ts';
import { parseSpace, type SpaceInputs } from '../space/parse-space.ts';
import { errorOf } from '../testing/error-of.ts';
import { configOfSet } from './config-of-set.ts';
import { MAX_SETS, makeSearchPlan, type PlanInputs, RESULT_VERSION } from './make-plan.ts';
import { planHashOf } from './plan-hash.ts';
import type { SearchPeriod } from './search-plan.ts';

const period: SearchPeriod = {
  venue: 'bybit',
  symbol: 'BTCUSDT',
  fromDay: '2025-06-01',
  toDay: '2025-06-30',
  dataHash: 'ab'.repeat(32),
};

function plan(space: SpaceInputs | ParameterSpace, inputs: Partial<PlanInputs> = {}) {
  const parsed = 'parameters' in space ? space : parseSpace(space);
  return makeSearchPlan({
    base: {},
    space: parsed,
    strategy: 'auction',
    periods: [period],
    maxSets: 10_000,
    ...inputs,
  });
}

const planError = (
  space: SpaceInputs | ParameterSpace,
  inputs: Partial<PlanInputs> = {},
): AuctionTraderError => errorOf(() => plan(space, inputs));

describe('a grid', () => {
  it('has every combination, the first parameter varying slowest', () => {
    const { sets, excluded } = plan({
      params: ['accept_outside_k:1,2', 'use_qimb:true,false', 'alpha_bin:0.2'],
    });
    expect(sets).toEqual([
      { index: 0, values: [1, true, 0.2] },
      { index: 1, values: [1, false, 0.2] },
      { index: 2, values: [2, true, 0.2] },
      { index: 3, values: [2, false, 0.2] },
    ]);
    expect(excluded).toBe(0);
  });

  it('leaves out and counts what the constraints exclude', () => {
    const { sets, excluded } = plan({
      params: ['of_entry_min:0,1,2', 'of_breakout_min:0,1,2'],
      constraints: ['of_entry_min < of_breakout_min'],
    });
    expect(sets.map(({ values }) => values)).toEqual([
      [0, 1],
      [0, 2],
      [1, 2],
    ]);
    expect(excluded).toBe(6);
  });

  it('leaves out and counts what the configuration itself refuses', () => {
    const { sets, excluded } = plan({ params: ['tp1_pct:0.2,0.3,0.4', 'tp2_pct:0.6,0.7'] });
    expect(sets.map(({ values }) => values)).toEqual([
      [0.3, 0.7],
      [0.4, 0.6],
    ]);
    expect(excluded).toBe(4);
  });

  it('lets a constraint name a key that is not varied', () => {
    const inputs = {
      params: ['cooldown_minutes:0,10,20,30'],
      constraints: ['3 * cooldown_minutes < max_hold_minutes'],
    };
    expect(plan(inputs).sets).toHaveLength(2);
    expect(plan(inputs, { base: { 'risk.max_hold_minutes': 61 } }).sets).toHaveLength(3);
  });

  it('lets a constraint name a key that follows a varied one', () => {
    const params = ['rolling_window_minutes:60,120,240'];
    expect(
      plan({ params, constraints: ['warmup_minutes > 100'] }).sets.map(({ values }) => values[0]),
    ).toEqual([120, 240]);
  });
});

describe('a plan', () => {
  it('is known by a hash of everything in it', () => {
    const one = plan({ params: ['accept_outside_k:1,2'] });
    expect(one.planHash).toMatch(/^[0-9a-f]{64}$/);
    expect(planHashOf(JSON.parse(JSON.stringify(one)))).toBe(one.planHash);
    expect(one.resultVersion).toBe(RESULT_VERSION);
    const others = [
      plan({ params: ['accept_outside_k:1,3'] }),
      plan({ params: ['accept_outside_k:2,1'] }),
      plan({ params: ['accept_outside_k:1,2'], constraints: ['accept_outside_k > 0'] }),
      plan({ params: ['accept_outside_k:1,2'] }, { strategy: 'regime' }),
      plan({ params: ['accept_outside_k:1,2'] }, { base: { 'risk.cooldown_minutes': 3 } }),
      plan({ params: ['accept_outside_k:1,2'] }, { periods: [{ ...period, dataHash: 'cd'.repeat(32) }] }),
    ];
    expect(new Set([one, ...others].map(({ planHash }) => planHash)).size).toBe(others.length + 1);
  });

  it('is the same whatever the limit and the order in which the base was written', () => {
    const base = { 'risk.cooldown_minutes': 5, 'signal.of_entry_min': 1 };
    const turned = { 'signal.of_entry_min': 1, 'risk.cooldown_minutes': 5 };
    const space = { params: ['accept_outside_k:1,2'] };
    expect(plan(space, { base: turned, maxSets: 2 }).planHash).toBe(plan(space, { base }).planHash);
  });
});
