import type { Config } from '@auction-trader/core';
import type { QuotesMode } from '@auction-trader/ingestion';

/** What a reader must know about the quotes that features were made with; null for real ones. */
export function quotesLabel(quotes: QuotesMode, config: Config): string | null {
  if (quotes === 'real') return null;
  if (quotes === 'none') return 'no quotes: features are invalid and nothing is traded';
  const ticks = config.backtest.synthetic_quotes_ticks ?? 1;
  return `quotes inferred from trades, spread ${ticks} tick${ticks === 1 ? '' : 's'} assumed`;
}
