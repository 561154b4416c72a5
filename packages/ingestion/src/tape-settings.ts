import type { Config } from '@auction-trader/core';

/** Where quotes come from: the data, each print (trading rules 14.1), or nowhere. */
export type QuotesMode = 'real' | 'synthetic' | 'none';

/** Everything the minute tape depends on beside the ticks themselves. */
export interface TapeSettings {
  readonly quotes: QuotesMode;
  /** Spread of synthetic quotes; 0 in the other modes. */
  readonly syntheticSpreadTicks: number;
  /** False: the side follows from quote and tick rule even where the venue gives one. */
  readonly useVenueSide: boolean;
  readonly useTickRule: boolean;
  readonly maxQuoteStalenessMs: number;
  /** Time constant of the imbalance EMA; 0 when it follows the newest quote. */
  readonly emaTauMs: number;
}

/** Reads {@link TapeSettings} from a validated configuration. */
export function tapeSettings(config: Config, quotes: QuotesMode): TapeSettings {
  const { order_flow, backtest } = config;
  const span = order_flow.qimb_ema_span_seconds;
  return {
    quotes,
    syntheticSpreadTicks: quotes === 'synthetic' ? (backtest.synthetic_quotes_ticks ?? 0) : 0,
    useVenueSide: order_flow.aggressor_source === 'venue',
    useTickRule: order_flow.use_tick_rule_fallback,
    maxQuoteStalenessMs: order_flow.max_quote_staleness_ms,
    emaTauMs: span === 1 ? 0 : -1_000 / Math.log(1 - 2 / (span + 1)),
  };
}
