import type { TradeRecord } from '@auction-trader/execution';
import { describe, expect, it } from 'vitest';
import type { SearchPlan, SetOutcome } from '../search/search-plan.ts';
import { noiseReturns } from '../testing/sample-returns.ts';
import { assessSearch, bestSetOf, setSharpes } from './assess-search.ts';
import { returnMatrix } from './return-matrix.ts';

const SIDE = 8;
const SETS = SIDE * SIDE;

/** A grid of 8 x 8 sets over one period. */
const plan = {
  excluded: 3,
  periods: [{}],
  space: {
    parameters: ['a', 'b'].map((key) => ({ key, values: Array.from({ length: SIDE }, (_, i) => i) })),
    constraints: [],
    sampling: { kind: 'grid' },
  },
  sets: Array.from({ length: SETS }, (_, index) => ({
    index,
    values: [Math.floor(index / SIDE), index % SIDE],
  })),
} as unknown as SearchPlan;

function outcomesOf(values: Float64Array, days: number): SetOutcome[] {
  return Array.from({ length: values.length / days }, (_, setIndex) => ({
    setIndex,
    periodIndex: 0,
    error: null,
    figures: {
      metrics: {},
      firstDay: '2025-01-01',
      dailyReturns: Array.from(values.subarray(setIndex * days, (setIndex + 1) * days)),
    },
  }));
}

const trades = Array.from({ length: 60 }, (_, i) => ({
  tradeId: i + 1,
  status: 'CLOSED',
  netPnl: i % 3 === 0 ? -5 : 4,
  fees: 0.5,
})) as TradeRecord[];

const assess = (outcomes: SetOutcome[], bestTrades = trades) =>
  assessSearch({ plan, outcomes, bestTrades, bestSlippage: bestTrades.map(() => 0.2), stress: [], seed: 1 });

describe('assessSearch', () => {
  it('takes the best of noise for luck', () => {
    const searches = [1, 2, 3, 4, 5, 6].map((seed) => assess(outcomesOf(noiseReturns(seed, SETS, 60), 60)));
    expect(searches.filter(({ deflatedSharpe }) => deflatedSharpe! > 0.95)).toHaveLength(0);
    expect(searches.filter(({ superiorAbilityP }) => superiorAbilityP! < 0.05).length).toBeLessThanOrEqual(1);
    const overfitting = searches.map(({ overfittingProbability }) => overfittingProbability!);
    expect(overfitting.reduce((sum, value) => sum + value) / 6).toBeGreaterThan(0.3);
    for (const { bestSharpe, luckSharpe, effectiveTries, missing } of searches) {
      // The largest of 64 scatters by about 0.4 deviations of 2.5 around its mean.
      expect(Math.abs(bestSharpe - luckSharpe!)).toBeLessThan(3);
      expect(effectiveTries).toBeGreaterThan(50);
      expect(missing).toEqual([]);
    }
  });

  it('finds a region of skill, and its verdict says so', () => {
    const values = noiseReturns(9, SETS, 365, 16, 0.3);
    const result = assess(outcomesOf(values, 365));
    expect(result.bestSet).toBeLessThan(16);
    expect(result.deflatedSharpe).toBeGreaterThan(0.95);
    expect(result.superiorAbilityP).toBeLessThan(0.05);
    expect(result.overfittingProbability).toBeLessThan(0.1);
    expect(result.walkForward.every(({ sharpe }) => sharpe! > 2)).toBe(true);
    expect(result.neighbourhood.medianSharpe).toBeGreaterThan(0);
    expect(result.verdict[1]).toContain('more than luck explains');
  });

  it('does not take costs that sets differ by for luck', () => {
    // The more a set trades the more it loses: the spread between the sets is no chance.
    const values = noiseReturns(4, SETS, 200).map(
      (value, at) => value - 0.0005 * Math.floor(at / 200 / SIDE),
    );
    const { luckSharpe } = assess(outcomesOf(values, 200));
    expect(luckSharpe).toBeLessThan(2.8 * Math.sqrt(365 / 199));
  });

  it('counts sets that did the same as one try', () => {
    const few = noiseReturns(5, 4, 60);
    const values = Float64Array.from({ length: SETS * 60 }, (_, at) => few[at % few.length]!);
    expect(assess(outcomesOf(values, 60)).effectiveTries).toBeLessThanOrEqual(4);
  });

  it('names what few days do not allow', () => {
    const { missing, ...result } = assess(outcomesOf(noiseReturns(1, SETS, 9), 9), trades.slice(0, 3));
    expect(result).toMatchObject({
      luckSharpe: null,
      deflatedSharpe: null,
      overfittingProbability: null,
      realityCheckP: null,
      walkForward: [],
      tradeOrder: null,
      costs: null,
    });
    expect(missing).toEqual([
      '9 days are too few to tell skill from luck: at least 10 are needed.',
      'The probability of overfitting needs at least 20 days, these are 9.',
      'The walk forward needs at least 15 days, these are 9.',
      'The order of trades and their costs are varied for at least 10 trades; the best set has 3.',
    ]);
    expect(result.verdict[1]).toContain('cannot be told from 9 days');
  });

  it('counts failed, excluded and unfinished sets', () => {
    const outcomes = outcomesOf(noiseReturns(1, SETS, 30), 30).slice(0, 50);
    outcomes[3] = { setIndex: 3, periodIndex: 0, figures: null, error: 'no margin' };
    const result = assess(outcomes);
    expect(result).toMatchObject({ setsTried: 49, setsFailed: 1, setsExcluded: 3 });
    expect(result.missing).toContain('14 of 64 sets have no result yet.');
  });

  it('copes with a search in which nothing traded', () => {
    const result = assess(outcomesOf(new Float64Array(SETS * 30), 30), []);
    expect(result).toMatchObject({ bestSet: 0, bestSharpe: 0, luckSharpe: null, realityCheckP: null });
    expect(result.missing).toContain(
      'No set has daily returns that vary: there is nothing to compare with luck.',
    );
  });

  it('refuses when every set failed, with the first reason', () => {
    const failed = [{ setIndex: 0, periodIndex: 0, figures: null, error: 'no margin' }];
    expect(() => assess(failed)).toThrow(
      'no set has a result in every period; the first error was: no margin',
    );
  });

  it('is the same for the same input in another order, and plain JSON data', () => {
    const outcomes = outcomesOf(noiseReturns(2, SETS, 40), 40);
    const result = assess(outcomes);
    expect(assess(outcomes.toReversed())).toEqual(result);
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });
});

describe('bestSetOf', () => {
  it('is the set with the best Sharpe ratio, of equals the first, null without any', () => {
    const values = Float64Array.of(0, 0, 0.1, 0.2, 0.1, 0.2, -0.1, -0.2);
    const matrix = returnMatrix(plan, outcomesOf(values, 2));
    expect(bestSetOf(matrix)).toBe(1);
    expect(setSharpes(matrix)[0]).toBeNull();
    expect(bestSetOf(returnMatrix(plan, []))).toBeNull();
  });
});
