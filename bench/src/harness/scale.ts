/** How much data, and how many rounds. */
export interface Scale {
  readonly name: 'full' | 'quick';
  /** The dense market: days, and trades of each. */
  readonly denseDays: number;
  readonly denseTrades: number;
  /** The long market. */
  readonly longDays: number;
  readonly longTrades: number;
  /** The live market: minutes of messages, and how many a minute; days of the long one, with fewer messages. */
  readonly liveMinutes: number;
  readonly liveMessages: number;
  readonly liveDays: number;
  /** Sets of a search over the dense market; dense days and sets of a large one. */
  readonly searchSets: number;
  readonly searchDays: number;
  readonly largeSearchSets: number;
  /** Rounds of what takes about a second or less, and of what takes many. */
  readonly rounds: number;
  readonly slowRounds: number;
}

/** The scale of the goals: 20 million trades in a week, and a year of 200,000 a day. */
export const FULL: Scale = {
  name: 'full',
  denseDays: 7,
  denseTrades: 2_857_143,
  longDays: 365,
  longTrades: 200_000,
  liveMinutes: 60,
  liveMessages: 4_000,
  liveDays: 7,
  searchSets: 10_000,
  searchDays: 30,
  largeSearchSets: 10_000,
  rounds: 7,
  slowRounds: 3,
};

/** For a look while developing: the goals are not meant for it. */
export const QUICK: Scale = {
  name: 'quick',
  denseDays: 3,
  denseTrades: 400_000,
  longDays: 32,
  longTrades: 20_000,
  liveMinutes: 20,
  liveMessages: 2_000,
  liveDays: 3,
  searchSets: 200,
  searchDays: 6,
  largeSearchSets: 200,
  rounds: 3,
  slowRounds: 2,
};
