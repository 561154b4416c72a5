/** Daily returns of all sets of a search that ran, on the same days. */
export interface ReturnMatrix {
  /** Set index of each row, ascending. */
  readonly setIndexes: readonly number[];
  /** UTC days, `YYYY-MM-DD`: those of the first period ascending, then those of the second, and so on. */
  readonly days: readonly string[];
  /** Row-major: return of set row `r` on day `d` is `values[r * days.length + d]`. */
  readonly values: Float64Array;
}

/** One step of a walk forward. */
export interface WalkForwardFold {
  /** First and last day of the stretch that the set was chosen on, and of the stretch it was then judged by. */
  readonly inSample: readonly [first: string, last: string];
  readonly outOfSample: readonly [first: string, last: string];
  readonly setIndex: number;
  /** Annualised Sharpe ratio; null when it has no value. */
  readonly inSampleSharpe: number | null;
  readonly outOfSampleSharpe: number | null;
  /** Compounded return of the stretch, as a fraction. */
  readonly outOfSampleReturn: number;
}

/** Choice on the past, judged by what came next. */
export interface WalkForward {
  readonly kind: 'rolling' | 'anchored';
  readonly folds: readonly WalkForwardFold[];
  /** Days of all out-of-sample stretches in order, and the compounded equity at the end of each; starts from 1. */
  readonly days: readonly string[];
  readonly equity: readonly number[];
  readonly sharpe: number | null;
}

/** How a chosen set does when costs are changed. */
export interface StressRow {
  readonly label: string;
  readonly netPnl: number;
  readonly sharpe: number | null;
  readonly trades: number;
}

/** Values that chance gave in many drawings. */
export interface Quantiles {
  readonly p5: number;
  readonly p50: number;
  readonly p95: number;
}

/**
 * What a search says about the best of its sets, with the number of sets tried beside every figure. Plain JSON
 * data; null where a figure has no value (too few sets, days or trades), with the reason in `missing`.
 */
export interface SearchAssessment {
  /** Sets whose results went in, sets that failed, combinations excluded by constraints. */
  readonly setsTried: number;
  readonly setsFailed: number;
  readonly setsExcluded: number;
  readonly days: number;
  /** Index of the set with the best in-sample Sharpe ratio. */
  readonly bestSet: number;
  readonly bestSharpe: number;
  /** Annualised Sharpe ratio that the best of so many tries is expected to have when none has any skill. */
  readonly luckSharpe: number | null;
  /** Probability that the true Sharpe ratio is above what luck alone gives, 0..1. */
  readonly deflatedSharpe: number | null;
  /** Independent tries that the sets amount to, from the correlation of their returns. */
  readonly effectiveTries: number | null;
  /** Probability of backtest overfitting by combinatorially symmetric, purged cross-validation, 0..1. */
  readonly overfittingProbability: number | null;
  /** Of each split: logit of the out-of-sample rank, and Sharpe in and out of sample of the set chosen in sample. */
  readonly splits: readonly {
    readonly logit: number;
    readonly inSample: number;
    readonly outOfSample: number;
  }[];
  /** P-values against a benchmark of doing nothing. */
  readonly realityCheckP: number | null;
  readonly superiorAbilityP: number | null;
  readonly walkForward: readonly WalkForward[];
  /** Median Sharpe of the sets one step away from the best, and their number. */
  readonly neighbourhood: {
    readonly sets: number;
    readonly medianSharpe: number | null;
    readonly shareProfitable: number | null;
  };
  /** Of the best set's trades in random order and drawn again with replacement. */
  readonly tradeOrder: {
    /** The same trades in random order. */
    readonly maxDrawdown: Quantiles;
    /** As many drawn with replacement. */
    readonly resampledMaxDrawdown: Quantiles;
    readonly netPnl: Quantiles;
    readonly drawings: number;
  } | null;
  /** Of the best set's trades with random costs. */
  readonly costs: { readonly netPnl: Quantiles; readonly drawings: number } | null;
  readonly stress: readonly StressRow[];
  /** What could not be computed, and why. */
  readonly missing: readonly string[];
  /** The verdict in whole sentences, most important first. */
  readonly verdict: readonly string[];
}
