import { AuctionTraderError } from './auction-trader-error.ts';
import { parseStep, type Step } from './step.ts';

/** A tradable linear contract and the grid its prices and sizes lie on. */
export interface Instrument {
  /** Lower-case venue name, e.g. `bybit`. */
  readonly venue: string;
  readonly symbol: string;
  /** Smallest price step, in quote currency. */
  readonly tick: Step;
  /** Smallest size step, in base coin. */
  readonly lot: Step;
  /** Smallest order, in lots. */
  readonly minOrderLots: number;
  /** Smallest order value, in quote currency. */
  readonly minNotional: number;
  /** Largest order of any type, in lots: a position must not be larger, or no one order could close it. */
  readonly maxOrderLots: number;
}

/** Facts of an instrument as they are written: {@link defineInstrument}. */
export interface InstrumentFacts {
  readonly venue: string;
  readonly symbol: string;
  readonly tickSize: string | number;
  readonly lotSize: string | number;
  /** Default 1. */
  readonly minOrderLots?: number;
  /** Default 0. */
  readonly minNotional?: number;
  /** Default: as many as there are safe integers, where the venue's limit is not known. */
  readonly maxOrderLots?: number | undefined;
}

// Symbols and venues name folders of the tick store: nothing that could leave it.
/** Form of an instrument's symbol. */
export const SYMBOL = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
/** Form of a venue's name. */
export const VENUE = /^[a-z][a-z0-9-]{0,31}$/;

/**
 * An instrument from its facts, checked.
 *
 * @throws AuctionTraderError (`BAD_INSTRUMENT` or `BAD_STEP`, exit code 1)
 * @example
 * defineInstrument({ venue: 'bybit', symbol: 'BTCUSDT', tickSize: '0.1', lotSize: '0.001' })
 */
export function defineInstrument(facts: InstrumentFacts): Instrument {
  const { venue, symbol, minOrderLots = 1, minNotional = 0 } = facts;
  const { maxOrderLots = Number.MAX_SAFE_INTEGER } = facts;
  if (!VENUE.test(venue)) refuse('venue', venue, 'lower-case letters, digits and dashes');
  if (!SYMBOL.test(symbol)) refuse('symbol', symbol, 'letters, digits, dots, dashes and underscores');
  if (!Number.isSafeInteger(minOrderLots) || minOrderLots < 1) {
    refuse('smallest order', minOrderLots, 'a whole number of lots, at least 1');
  }
  if (!Number.isFinite(minNotional) || minNotional < 0) {
    refuse('smallest order value', minNotional, 'a number, at least 0');
  }
  if (!Number.isSafeInteger(maxOrderLots) || maxOrderLots < minOrderLots) {
    refuse('largest order', maxOrderLots, 'a whole number of lots, at least the smallest order');
  }
  const tick = parseStep(facts.tickSize);
  const lot = parseStep(facts.lotSize);
  return { venue, symbol, tick, lot, minOrderLots, minNotional, maxOrderLots };
}

/**
 * Value of one tick times one lot in quote currency: the unit of money sums
 * (0.0001 USDT for BTCUSDT).
 */
export function quotePerTickLot({ tick, lot }: Instrument): number {
  return Number(`${tick.mantissa * lot.mantissa}e-${tick.decimals + lot.decimals}`);
}

function refuse(what: string, value: unknown, allowed: string): never {
  throw new AuctionTraderError(`${JSON.stringify(value)} cannot be a ${what}`, {
    code: 'BAD_INSTRUMENT',
    exitCode: 1,
    hint: `A ${what} is ${allowed}.`,
  });
}
