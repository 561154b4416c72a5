import { Random } from '@auction-trader/core';
import { moments, ROUNDING_SHARE } from './moments.ts';
import { drawDays } from './stationary-bootstrap.ts';

/** What a test of many sets at once needs. */
export interface SuperiorAbilityInput {
  /** Row-major returns over the benchmark (doing nothing: the returns themselves), one row a set. */
  readonly values: Float64Array;
  readonly columns: number;
  /** Rows that count. */
  readonly rows: readonly number[];
  /** Mean block length in days, >= 1. */
  readonly meanBlock: number;
  /** Number of bootstrap samples. */
  readonly drawings: number;
  readonly seed: number;
}

/** P-values of "no set is better than the benchmark". */
export interface SuperiorAbility {
  /** White, "A reality check for data snooping", Econometrica, 2000. */
  readonly realityCheckP: number;
  /** Hansen, "A test for superior predictive ability", 2005, the consistent one of its three p-values. */
  readonly superiorAbilityP: number;
}

/** Samples that go through the returns together: each return is read once for all of them. */
const LANES = 4;

/**
 * White's reality check and Hansen's test of superior predictive ability, on the same bootstrap samples. A sample
 * is the number of times that each day was drawn, so a set's mean in it is one scalar product.
 *
 * Hansen divides the means by standard errors that stay the same in all samples. With thousands of sets and few
 * days the best set is then mostly one whose error came out small, and the test finds skill in pure noise (500
 * sets without skill over 30 days: p < 0.1 in 3 searches of 10, 3,000 sets: in 8). So the error is taken anew in
 * every sample, as Romano and Wolf, "Stepwise multiple testing as formalized data snooping", Econometrica, 2005,
 * advise; that keeps what the p-value promises, and makes it careful for sets that trade on few days. The error
 * is that of a Sharpe ratio, since sets are chosen by it: standard deviation / sqrt(days).
 *
 * @returns null when no row varies
 */
export function superiorAbility(input: SuperiorAbilityInput): SuperiorAbility | null {
  const { columns, meanBlock, drawings, seed } = input;
  const sets = describeSets(input);
  if (sets.rows.length === 0) return null;
  const random = new Random(seed);
  const weights = new Float64Array(LANES * columns);
  const times = new Float64Array(columns);
  const largestMean = new Float64Array(LANES);
  const largestRatio = new Float64Array(LANES);
  let means = 0;
  let ratios = 0;
  for (let done = 0; done < drawings; done += LANES) {
    for (let lane = 0; lane < LANES; lane += 1) {
      drawDays(random, meanBlock, times);
      for (let day = 0; day < columns; day += 1) weights[day * LANES + lane] = times[day]! / columns;
    }
    largestOfSamples(input, sets, weights, largestMean, largestRatio);
    for (let lane = 0; lane < Math.min(LANES, drawings - done); lane += 1) {
      if (largestMean[lane]! >= sets.bestMean) means += 1;
      if (largestRatio[lane]! >= sets.bestRatio) ratios += 1;
    }
  }
  return { realityCheckP: means / drawings, superiorAbilityP: ratios / drawings };
}

/** Rows that vary, with what the tests need of each. */
interface DescribedSets {
  readonly rows: readonly number[];
  readonly means: Float64Array;
  /** What Hansen's test takes off a sample's mean: nothing for sets far below the benchmark. */
  readonly recentre: Float64Array;
  readonly bestMean: number;
  /** Largest mean in standard deviations, not below 0. */
  readonly bestRatio: number;
}

function describeSets({ values, columns, rows }: SuperiorAbilityInput): DescribedSets {
  const described = rows
    .map((row) => ({ row, ...moments(values.subarray(row * columns, (row + 1) * columns)) }))
    .filter(({ deviation }) => deviation > 0)
    .map(({ row, mean, deviation }) => ({
      row,
      mean,
      deviation: deviation * Math.sqrt((columns - 1) / columns),
    }));
  const farBelow = Math.sqrt((2 * Math.log(Math.log(columns))) / columns);
  return {
    rows: described.map(({ row }) => row),
    means: Float64Array.from(described, ({ mean }) => mean),
    recentre: Float64Array.from(described, ({ mean, deviation }) =>
      mean >= -farBelow * deviation ? mean : 0,
    ),
    bestMean: described.reduce((best, { mean }) => Math.max(best, mean), Number.NEGATIVE_INFINITY),
    bestRatio: described.reduce((best, { mean, deviation }) => Math.max(best, mean / deviation), 0),
  };
}

/** Largest recentred mean of any set in each sample: as it is (White), in standard deviations (Hansen). */
function largestOfSamples(
  { values, columns }: SuperiorAbilityInput,
  { rows, means, recentre }: DescribedSets,
  weights: Float64Array,
  largestMean: Float64Array,
  largestRatio: Float64Array,
): void {
  const sampled = new Float64Array(2 * LANES);
  largestMean.fill(Number.NEGATIVE_INFINITY);
  largestRatio.fill(0);
  for (let set = 0; set < rows.length; set += 1) {
    sampleSums(values, rows[set]! * columns, columns, weights, sampled);
    for (let lane = 0; lane < LANES; lane += 1) {
      const mean = sampled[lane]!;
      const squares = sampled[LANES + lane]!;
      if (mean - means[set]! > largestMean[lane]!) largestMean[lane] = mean - means[set]!;
      const variance = squares - mean * mean;
      // A sample of equal days says nothing about the spread.
      if (variance <= ROUNDING_SHARE * squares) continue;
      const ratio = (mean - recentre[set]!) / Math.sqrt(variance);
      if (ratio > largestRatio[lane]!) largestRatio[lane] = ratio;
    }
  }
}

/**
 * Means of the returns and of their squares in four samples at once; spelled out, since a loop over the samples
 * costs three times as much.
 */
function sampleSums(
  values: Float64Array,
  start: number,
  columns: number,
  weights: Float64Array,
  sampled: Float64Array,
): void {
  let mean0 = 0;
  let mean1 = 0;
  let mean2 = 0;
  let mean3 = 0;
  let squares0 = 0;
  let squares1 = 0;
  let squares2 = 0;
  let squares3 = 0;
  for (let day = 0, at = 0; day < columns; day += 1, at += LANES) {
    const value = values[start + day]!;
    const square = value * value;
    mean0 += value * weights[at]!;
    mean1 += value * weights[at + 1]!;
    mean2 += value * weights[at + 2]!;
    mean3 += value * weights[at + 3]!;
    squares0 += square * weights[at]!;
    squares1 += square * weights[at + 1]!;
    squares2 += square * weights[at + 2]!;
    squares3 += square * weights[at + 3]!;
  }
  sampled[0] = mean0;
  sampled[1] = mean1;
  sampled[2] = mean2;
  sampled[3] = mean3;
  sampled[4] = squares0;
  sampled[5] = squares1;
  sampled[6] = squares2;
  sampled[7] = squares3;
}
