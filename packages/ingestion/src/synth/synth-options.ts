import {
  AuctionTraderError,
  DAY_MS,
  dayStartMs,
  defineInstrument,
  type Instrument,
} from '@auction-trader/core';
import { parseUtcDay } from '../store/utc-day.ts';

/** What a made-up market is like. */
export interface SynthOptions {
  readonly symbol: string;
  /** UTC days to make, at least 1. */
  readonly days: number;
  /** Trades of each day, at least 1. */
  readonly tradesPerDay: number;
  /** Equal options make equal ticks; a longer run begins with the shorter one's days. */
  readonly seed: number;
  /** Whether quotes are made too; default false. */
  readonly quotes?: boolean | undefined;
  /** First UTC day, default `2024-01-01`. */
  readonly fromDay?: string | undefined;
  /** Default `synth`. */
  readonly venue?: string | undefined;
  /** Default 0.1 and 0.001. */
  readonly tickSize?: string | number | undefined;
  readonly lotSize?: string | number | undefined;
  /** Price at the beginning, default 50,000. */
  readonly startPrice?: number | undefined;
}

/** The options, checked and completed. */
export interface SynthPlan {
  readonly instrument: Instrument;
  /** Starts (epoch ms) of the days. */
  readonly dayStarts: readonly number[];
  readonly tradesPerDay: number;
  readonly seed: number;
  readonly quotes: boolean;
  readonly startTicks: number;
}

/** Trades that a day's arrays can hold without trouble. */
const MOST_TRADES = 100_000_000;
const MOST_DAYS = 36_525;

/**
 * Checks and completes options.
 *
 * @throws AuctionTraderError (`BAD_OPTION`, `BAD_DAY`, `BAD_INSTRUMENT`, `BAD_STEP`, exit code 1)
 */
export function synthPlan(options: SynthOptions): SynthPlan {
  const { symbol, venue = 'synth', tickSize = '0.1', lotSize = '0.001' } = options;
  const { days, tradesPerDay, seed, quotes = false, startPrice = 50_000, fromDay = '2024-01-01' } = options;
  requireWhole('days', days, 1, MOST_DAYS);
  requireWhole('trades-per-day', tradesPerDay, 1, MOST_TRADES);
  requireWhole('seed', seed, 0, 4_294_967_295);
  const instrument = defineInstrument({ venue, symbol, tickSize, lotSize });
  const startTicks = Math.round(startPrice / instrument.tick.value);
  requireWhole('start-price', startTicks, 1000, 100_000_000);
  const first = dayStartMs(parseUtcDay(fromDay));
  const dayStarts = Array.from({ length: days }, (_, day) => first + day * DAY_MS);
  return { instrument, dayStarts, tradesPerDay, seed, quotes, startTicks };
}

function requireWhole(key: string, value: number, lowest: number, highest: number): void {
  if (Number.isSafeInteger(value) && value >= lowest && value <= highest) return;
  throw new AuctionTraderError(`${value} cannot be the ${key} of a made-up market`, {
    code: 'BAD_OPTION',
    exitCode: 1,
    details: { key },
    hint: `Give a whole number from ${lowest} to ${highest}${key === 'start-price' ? ' ticks' : ''}.`,
  });
}
