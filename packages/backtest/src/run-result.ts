import type { Config, Instrument } from '@auction-trader/core';
import type { SignalColumns } from '@auction-trader/engine';
import type { FillRecord, FundingRecord, TradeRecord } from '@auction-trader/execution';
import type { FeatureColumns } from '@auction-trader/features';
import type { MinuteTape } from '@auction-trader/ingestion';
import type { DroppedEntry } from './run-recorder.ts';

/** Everything a run produced: what metrics, reports and exports are made from. */
export interface RunResult {
  readonly instrument: Instrument;
  readonly config: Config;
  /** Strategy name and its setup names by code (index 0 unused). */
  readonly strategy: string;
  readonly setups: readonly string[];
  /** Where quotes came from. `synthetic`: inferred from trades. */
  readonly quotes: 'real' | 'synthetic' | 'none';
  /** True for bar mode: results are approximate. */
  readonly approximate: boolean;
  /** Identity of the data that was read (hex SHA-256). */
  readonly dataHash: string;
  readonly tape: MinuteTape;
  readonly features: FeatureColumns;
  readonly signals: SignalColumns;
  /** Equity in quote currency at each minute's end, one element per tape row. */
  readonly equity: Float64Array;
  /** Sum of open position lots (signed) at each minute's end. */
  readonly positionLots: Float64Array;
  /** Closed trades in order of opening. */
  readonly trades: readonly TradeRecord[];
  /** The position still open at the end, its realised part only; null when flat. */
  readonly openTrade: TradeRecord | null;
  /** What closing it at the newest quote would give, net of the exit fee; 0 when flat. Quote currency. */
  readonly openResult: number;
  /** Cash plus {@link openResult} after the last event. */
  readonly finalEquity: number;
  readonly fills: readonly FillRecord[];
  readonly funding: readonly FundingRecord[];
  /** Times at which the kill switch tripped. */
  readonly killSwitchMs: readonly number[];
  /** Times at which the leverage cap reduced a size. */
  readonly leverageCapMs: readonly number[];
  /** Entry orders that ended without filling in full. */
  readonly droppedEntries: readonly DroppedEntry[];
}
