import { parseStep, type Step } from '@auction-trader/core';

/** A linear perpetual as the venue lists it. */
export interface SymbolFacts {
  readonly symbol: string;
  /** Orders are taken while `Trading`. */
  readonly status: 'Trading' | 'PreLaunch' | 'Closed';
  readonly baseCoin: string;
  readonly settleCoin: string;
  readonly tick: Step;
  /** The tick as the venue writes it, e.g. `0.10`. */
  readonly tickText: string;
  readonly lot: Step;
  readonly minOrderLots: number;
  readonly maxOrderLots: number;
  readonly maxMarketLots: number;
  /** Smallest order value, whole USDT. */
  readonly minNotional: number;
  readonly maxPriceTicks: number;
  /** Largest leverage, in hundredths (10000 = 100x). */
  readonly maxLeverageHundredths: number;
  readonly fundingIntervalMinutes: number;
  /** Rates in units of 1e-8: 0.00055 is 55,000. */
  readonly takerFeeE8: number;
  readonly makerFeeE8: number;
  readonly maintenanceMarginE8: number;
  readonly fundingRateE8: number;
}

/** What differs from a usual linear perpetual. */
export interface LinearSymbolOptions
  extends Partial<Omit<SymbolFacts, 'tick' | 'tickText' | 'lot' | 'symbol'>> {
  readonly symbol: string;
  readonly tickSize: string;
  readonly lotSize: string;
}

/**
 * A linear perpetual with usual limits and fees.
 *
 * @throws AuctionTraderError (`BAD_STEP`)
 * @example
 * linearSymbol({ symbol: 'BTCUSDT', tickSize: '0.10', lotSize: '0.001' });
 */
export function linearSymbol(options: LinearSymbolOptions): SymbolFacts {
  const { tickSize, lotSize, ...others } = options;
  return {
    status: 'Trading',
    baseCoin: options.symbol.replace(/USDT$/, ''),
    settleCoin: 'USDT',
    tick: parseStep(tickSize),
    tickText: tickSize,
    lot: parseStep(lotSize),
    minOrderLots: 1,
    maxOrderLots: 1_190_000,
    maxMarketLots: 500_000,
    minNotional: 5,
    maxPriceTicks: 19_999_998,
    maxLeverageHundredths: 10_000,
    fundingIntervalMinutes: 480,
    takerFeeE8: 55_000,
    makerFeeE8: 20_000,
    maintenanceMarginE8: 500_000,
    fundingRateE8: 10_000,
    ...others,
  };
}
