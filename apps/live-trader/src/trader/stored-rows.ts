import type { AnalysisStore, Journal } from '@auction-trader/storage';
import type { StoredRows } from '../server/trader-view.ts';
import type { TradingMode } from '../trading-mode.ts';

/** Whose rows: of one symbol, those of the journal of one mode too. */
export interface RowOwner {
  readonly symbol: string;
  readonly mode: TradingMode;
}

/**
 * Rows of journal and analysis store; without the latter there are no bars.
 *
 * @param owner asked at each call: the mode may change
 */
export function storedRows(
  { read }: Journal,
  analysis: () => AnalysisStore | null,
  owner: () => RowOwner,
): StoredRows {
  const since = (fromMs: number) => ({ symbol: owner().symbol, fromMs });
  return {
    bars: async (sinceMs) => (await analysis()?.bars(since(sinceMs))) ?? [],
    features: async (sinceMs) => (await analysis()?.features(since(sinceMs))) ?? [],
    footprint: async (sinceMs) => (await analysis()?.profile(since(sinceMs))) ?? [],
    signals: async (limit) => read.signals({ ...owner(), limit }),
    orders: async (limit) => read.orders({ ...owner(), limit }),
    fills: async (limit) => read.fills({ ...owner(), limit }),
    trades: async (limit) => read.positions({ ...owner(), limit }),
    alerts: async (limit) => read.alerts({ symbol: owner().symbol, limit }).map((alert) => ({ ...alert })),
  };
}
