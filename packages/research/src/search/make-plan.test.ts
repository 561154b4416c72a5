import type { AuctionTraderError } from '@auction-trader/core';
import { describe, expect, it } from 'vitest';
import type { ParameterSpace } from '../space/parameter-space.ts';
import { parseSpace, type SpaceInputs } from '../space/parse-space.ts';
import { errorOf } from '../testing/error-of.ts';
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

describe('makeSearchPlan refuses', () => {
  const grid = (params: string[], constraints: string[] = []): SpaceInputs => ({ params, constraints });

  it.each<[string, SpaceInputs | ParameterSpace, RegExp, RegExp]>([
    [
      'a grid above the limit',
      grid(['stop_buffer_ticks:1..101', 'max_hold_minutes:1..100']),
      /the grid has 10,100 combinations, and 10,000 are allowed/,
      /--set grid_max_runs=10100/,
    ],
    [
      'a grid above the limit after its constraints',
      grid(['stop_buffer_ticks:1..200', 'max_hold_minutes:1..200'], ['stop_buffer_ticks < max_hold_minutes']),
      /the grid has 19,900 sets that meet its constraints, and 10,000 are allowed/,
      /--set grid_max_runs=19900/,
    ],
    [
      'an absurd grid, without building it',
      grid([
        'stop_buffer_ticks:0..999',
        'max_hold_minutes:1..1000',
        'min_stop_ticks:1..1000',
        'cooldown_minutes:0..240',
      ]),
      /the grid has 241,000,000,000 combinations/,
      /A search has 1,000,000 at most/,
    ],
    [
      'a constraint that no set meets',
      grid(
        ['of_entry_min:0,1', 'of_breakout_min:2,3'],
        ['of_entry_min >= 0', 'of_entry_min > of_breakout_min'],
      ),
      /no combination meets the constraint "of_entry_min > of_breakout_min"/,
      /Change the values/,
    ],
    [
      'constraints that contradict each other',
      grid(['of_entry_min:0..3'], ['of_entry_min > 1', 'of_entry_min < 3', 'of_entry_min != 2']),
      /no combination that meets "of_entry_min > 1" and "of_entry_min < 3" meets the constraint "of_entry_min != 2"/,
      /Change the values/,
    ],
    [
      'values that the configuration itself never allows together',
      grid(['tp1_pct:0.1,0.2']),
      /no combination meets the rules between keys of the configuration.*sizing\.tp1_pct/,
      /tp2_pct/,
    ],
    [
      'values that it does not allow with the constraints',
      grid(['tp1_pct:0.1,0.3', 'tp2_pct:0.7,0.9'], ['tp1_pct + tp2_pct < 1']),
      /no combination that meets "tp1_pct \+ tp2_pct < 1" meets the rules between keys/,
      /tp2_pct/,
    ],
    [
      'a constraint on a key without a value',
      grid(['of_entry_min:0,1'], ['of_entry_min < max_daily_loss']),
      /risk\.max_daily_loss has no value, it is null/,
      /--set max_daily_loss/,
    ],
    [
      'a sample larger than all there is',
      { params: ['accept_outside_k:1..6'], sampling: 'random', sets: 7 },
      /7 sets are asked for, and there are 6/,
      /Ask for 6 at most/,
    ],
    [
      'a sample above the limit',
      { params: ['accept_outside_k:1..6'], sampling: 'random', sets: 10_001 },
      /10,001 sets are asked for, and 10,000 are allowed/,
      /--set grid_max_runs=10001/,
    ],
    [
      'a sample that no set meets, of a huge space',
      {
        params: ['stop_buffer_ticks:0..999', 'max_hold_minutes:1..1000', 'min_stop_ticks:1..1000'],
        constraints: ['stop_buffer_ticks > 1000'],
        sampling: 'latin-hypercube',
        sets: 10,
      },
      /none of 20000 combinations drawn at random meets the constraint "stop_buffer_ticks > 1000"/,
      /Change/,
    ],
    [
      'a space without parameters',
      { parameters: [], constraints: [], sampling: { kind: 'grid' } },
      /varies nothing/,
      /./,
    ],
    [
      'a parameter without values',
      {
        parameters: [{ key: 'signal.accept_outside_k', values: [] }],
        constraints: [],
        sampling: { kind: 'grid' },
      },
      /signal\.accept_outside_k has no values/,
      /./,
    ],
    [
      'a value that is not allowed',
      {
        parameters: [{ key: 'signal.accept_outside_k', values: [0] }],
        constraints: [],
        sampling: { kind: 'grid' },
      },
      /signal\.accept_outside_k cannot be 0/,
      /./,
    ],
    [
      'a short name in a space made in code',
      { parameters: [{ key: 'accept_outside_k', values: [1] }], constraints: [], sampling: { kind: 'grid' } },
      /not a full name/,
      /Write signal\.accept_outside_k/,
    ],
  ])('%s', (_, space, message, hint) => {
    const error = planError(space);
    expect(error.message).toMatch(message);
    expect(error.hint).toMatch(hint);
    expect([error.code, error.exitCode]).toEqual(['SEARCH_INVALID', 1]);
  });

  it('more than a search can have, whatever the limit', () => {
    const error = planError(grid(['stop_buffer_ticks:0..1000', 'max_hold_minutes:1..1000']), {
      maxSets: 1e15,
    });
    expect(error.message).toMatch(/1,001,000 combinations, and 1,000,000 are allowed/);
    expect(MAX_SETS).toBe(1_000_000);
  });

  it('a search over no data, and a wrong base', () => {
    expect(planError(grid(['accept_outside_k:1']), { periods: [] }).message).toMatch(/no period/);
    const wrong = planError(grid(['accept_outside_k:1']), { base: { 'risk.cooldown_minutes': -1 } });
    expect(wrong).toMatchObject({ code: 'CONFIG_INVALID', exitCode: 1 });
  });

  it('seeds and numbers of sets that are none', () => {
    const space = parseSpace({ params: ['accept_outside_k:1..6'] });
    for (const [sets, seed] of [
      [0, 1],
      [1.5, 1],
      [2, -1],
      [2, 2 ** 32],
      [2, Number.NaN],
    ] as const) {
      expect(planError({ ...space, sampling: { kind: 'random', sets, seed } }).message).toMatch(
        /is no (seed|number of sets)/,
      );
    }
  });
});
