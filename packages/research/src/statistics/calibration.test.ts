import { Random } from '@auction-trader/core';
import { describe, expect, it } from 'vitest';
import { noiseReturns } from '../testing/sample-returns.ts';
import { effectiveTries } from './effective-tries.ts';
import { luckSharpe } from './luck-sharpe.ts';
import { moments } from './moments.ts';
import { probabilisticSharpe } from './probabilistic-sharpe.ts';
import { sharpeOfDays } from './sharpe-of-days.ts';

const SETS = 120;
const DAYS = 120;
const SEARCHES = 60;

/** Returns without skill of sets that share `share` of their variance: with all others, or with every eighth. */
function correlated(seed: number, share: number, groups: number): Float64Array {
  const random = new Random(seed);
  const common = Float64Array.from({ length: groups * DAYS }, () => random.normal());
  return noiseReturns(seed + 5000, SETS, DAYS).map((own, at) => {
    const group = Math.floor(at / DAYS) % groups;
    return Math.sqrt(share) * 0.01 * common[group * DAYS + (at % DAYS)]! + Math.sqrt(1 - share) * own;
  });
}

/** Best Sharpe ratio a day of a search, what luck is said to give, and the deflated Sharpe ratio. */
function search(values: Float64Array) {
  const sharpes = Array.from({ length: SETS }, (_, set) =>
    sharpeOfDays(values, set * DAYS, (set + 1) * DAYS),
  );
  const best = sharpes.indexOf(Math.max(...sharpes));
  const tries = effectiveTries(
    values,
    DAYS,
    sharpes.map((_, set) => set),
  )!;
  const luck = luckSharpe(tries, moments(sharpes).deviation ** 2);
  const { count, skewness, kurtosis } = moments(values.subarray(best * DAYS, (best + 1) * DAYS));
  const sharpe = sharpes[best]!;
  return { sharpe, luck, deflated: probabilisticSharpe({ sharpe, count, skewness, kurtosis }, luck)! };
}

// No outside numbers here: what the deflated Sharpe ratio promises, that at most 5 % of searches without skill
// reach 0.95, is counted, for sets that are independent, that share most of what they do, and that come in groups.
describe('deflated Sharpe ratio of searches without skill', () => {
  it.each([
    ['independent sets', 0, 1],
    ['sets that all resemble each other', 0.9, 1],
    ['eight groups of nearly equal sets', 0.98, 8],
  ])('is rarely high: %s', (_, share, groups) => {
    const searches = Array.from({ length: SEARCHES }, (_, seed) => search(correlated(seed, share, groups)));
    // 5 % of 60 are 3, with a deviation of 1.7.
    expect(searches.filter(({ deflated }) => deflated > 0.95).length).toBeLessThanOrEqual(7);
    const mean = (of: 'sharpe' | 'luck') =>
      searches.reduce((sum, one) => sum + one[of], 0) / SEARCHES / Math.sqrt(1 / DAYS);
    // In standard errors of one Sharpe ratio. Groups are taken for more tries than they are: that is careful.
    expect(mean('luck') - mean('sharpe')).toBeGreaterThan(-0.5);
    expect(mean('luck') - mean('sharpe')).toBeLessThan(1.3);
  });
});
