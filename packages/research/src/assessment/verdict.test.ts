import { describe, expect, it } from 'vitest';
import type { SearchAssessment } from './assessment.ts';
import { verdict } from './verdict.ts';

const lucky: Omit<SearchAssessment, 'verdict'> = {
  setsTried: 4096,
  setsFailed: 0,
  setsExcluded: 0,
  days: 120,
  bestSet: 17,
  bestSharpe: 1.93,
  luckSharpe: 1.71,
  deflatedSharpe: 0.62,
  effectiveTries: 310.4,
  overfittingProbability: 0.54,
  splits: Array.from({ length: 924 }, () => ({ logit: 0, inSample: 1, outOfSample: 0 })),
  realityCheckP: 0.28,
  superiorAbilityP: 0.31,
  walkForward: [{ kind: 'rolling', folds: [], days: [], equity: [1.1, 0.985], sharpe: -0.42 }],
  neighbourhood: { sets: 4, medianSharpe: 0.6, shareProfitable: 0.5 },
  tradeOrder: {
    maxDrawdown: { p5: 40, p50: 60, p95: 90 },
    resampledMaxDrawdown: { p5: 40, p50: 60, p95: 90 },
    netPnl: { p5: -20, p50: 50, p95: 1200 },
    drawings: 1000,
  },
  costs: { netPnl: { p5: -30, p50: 45, p95: 80 }, drawings: 1000 },
  stress: [
    { label: 'fees x1.5', netPnl: 3, sharpe: 0.1, trades: 90 },
    { label: 'fees x2', netPnl: -8, sharpe: -0.3, trades: 90 },
  ],
  missing: [],
};

describe('verdict', () => {
  it('says what the best of many is worth, luck first', () => {
    expect(verdict(lucky)).toEqual([
      'Of 4,096 sets the best (set 17) shows a Sharpe ratio of 1.9 in sample; with that many tries 1.7 is expected from luck alone.',
      'This is what luck looks like: do not trade the best set on this evidence.',
      'The 4,096 sets resemble one another: as tries they amount to about 310 independent ones, and luck is reckoned from these.',
      'After 4,096 tries the probability that the true Sharpe ratio of the best set is above what luck gives is 62 %; 95 % would be convincing.',
      "If no set had skill, 31 % of searches over 4,096 sets like these would show a best Sharpe ratio as good as this (Hansen's test), and 28 % a best profit as large (White's reality check); below 5 % would be convincing.",
      'Choosing the best of 4,096 sets on half of the days and judging it on the other half, in 924 ways, it was no better than the median set 54 % of the time: being chosen here says nothing good about days not seen.',
      'Choosing the best of 4,096 sets on the latest days and trading it on the next (rolling walk forward, 0 steps) would have lost 1.5 % with a Sharpe ratio of -0.4 out of sample.',
      'The 4 sets next to the best of 4,096 have a median Sharpe ratio of 0.6, and 2 of them made money: the best stands alone, as lucky sets do.',
      'With 1 of 2 variants of costs the best of 4,096 sets makes no money, the first of them: fees x2.',
      "With random costs, each trade's a quarter to four times those assumed, the net result of the best of 4,096 sets lies between -30.00 and 80.00 in 9 of 10 drawings.",
      'In another order the trades of the best of 4,096 sets would have fallen 90.00 or more from a peak in 1 of 20 cases; as many trades drawn at random from them earn between -20.00 and 1,200 in 9 of 10.',
    ]);
  });

  it('says when all tests speak for skill, and when only some do', () => {
    const skilled = {
      ...lucky,
      deflatedSharpe: 0.99,
      superiorAbilityP: 0.004,
      overfittingProbability: 0.02,
    };
    expect(verdict(skilled)[1]).toContain('more than luck explains: all 3 tests');
    expect(verdict(skilled)[4]).toContain('under 1 % of searches');
    expect(verdict({ ...skilled, overfittingProbability: 0.3 })[1]).toContain('mixed: 2 of 3');
    expect(verdict({ ...skilled, days: 40 })[1]).toContain('as far as so few days can show');
  });

  it('says how little a few days are worth', () => {
    // sqrt(365 / 29) = 3.5
    expect(verdict({ ...lucky, days: 30 })[2]).toBe(
      '30 days are few: over so many, chance alone moves the Sharpe ratio of a single set by about 3.5 up or down.',
    );
  });

  it('says so when nothing can be told or nothing was earned', () => {
    const unknown = {
      ...lucky,
      days: 5,
      luckSharpe: null,
      deflatedSharpe: null,
      effectiveTries: null,
      overfittingProbability: null,
      realityCheckP: null,
      superiorAbilityP: null,
      walkForward: [],
      tradeOrder: null,
      costs: null,
      stress: [],
    };
    expect(verdict(unknown).slice(0, 2)).toEqual([
      'Of 4,096 sets the best (set 17) shows a Sharpe ratio of 1.9 in sample; what luck alone gives is not known.',
      'Whether that is skill or luck cannot be told from 5 days and 4,096 sets.',
    ]);
    expect(verdict({ ...unknown, setsTried: 1 })[0]).toBe(
      'The one set tried shows a Sharpe ratio of 1.9 in sample.',
    );
    expect(verdict({ ...lucky, bestSharpe: -0.4 })[1]).toContain('None of the 4,096 sets tried made money');
  });

  it('names the sets that failed', () => {
    expect(verdict({ ...lucky, setsFailed: 12 }).at(-1)).toBe(
      '12 sets failed beside the 4,096 that are judged here.',
    );
  });

  it('has whole sentences, each figure with the number of sets', () => {
    for (const sentence of verdict(lucky)) {
      expect(sentence).toMatch(/^[A-Z0-9].*\.$/);
      if (/\d/.test(sentence)) expect(sentence).toContain('4,096');
    }
  });
});
