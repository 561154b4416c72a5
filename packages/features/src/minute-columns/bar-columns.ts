import { type Instrument, NO_PRICE, priceOf, stepsToDecimal } from '@auction-trader/core';
import { MINUTE_FLAG, type MinuteTape } from '@auction-trader/ingestion';
import type { FeatureColumns } from '../feature-columns.ts';
import { type Column, column } from './column.ts';

/** Bars and features of the same minutes; a run result is one. */
export interface FeatureSource {
  readonly instrument: Instrument;
  readonly tape: MinuteTape;
  readonly features: FeatureColumns;
}

/**
 * The columns of bars_1m: prices as decimals, volumes in base coin, spreads in ticks. `symbol` and
 * `ts_min` come first.
 */
export function barColumns({ instrument, tape, features }: FeatureSource): Column[] {
  const { symbol, tick, lot } = instrument;
  const price = (ticks: Int32Array) => (row: number) => priceOf(ticks[row]!, tick);
  const size = (lots: Float64Array | Int32Array) => (row: number) => stepsToDecimal(lots[row]!, lot);
  const quoted = (row: number) => tape.bidTicks[row] !== NO_PRICE && tape.askTicks[row] !== NO_PRICE;
  const whenQuoted = (at: (row: number) => number) => (row: number) => (quoted(row) ? at(row) : null);
  return [
    column('symbol', 'VARCHAR', () => symbol),
    column('ts_min', 'BIGINT', (row) => tape.minuteMs(row)),
    column('open', 'DOUBLE', price(tape.openTicks)),
    column('high', 'DOUBLE', price(tape.highTicks)),
    column('low', 'DOUBLE', price(tape.lowTicks)),
    column('close', 'DOUBLE', price(tape.closeTicks)),
    column('volume', 'DOUBLE', size(tape.volumeLots)),
    column('vwap', 'DOUBLE', (row) => (tape.priceVolume[row]! / tape.volumeLots[row]!) * tick.value),
    column('trade_count', 'INTEGER', (row) => tape.tradeCount[row]!),
    column('trade_count_agg', 'INTEGER', (row) => tape.tradeCountAggregated[row]!),
    column('bid_px_close', 'DOUBLE', price(tape.bidTicks)),
    column('ask_px_close', 'DOUBLE', price(tape.askTicks)),
    column('bid_sz_close', 'DOUBLE', whenQuoted(size(tape.bidLots))),
    column('ask_sz_close', 'DOUBLE', whenQuoted(size(tape.askLots))),
    column(
      'spread_close',
      'DOUBLE',
      whenQuoted((row) => tape.askTicks[row]! - tape.bidTicks[row]!),
    ),
    column('spread_avg_60m', 'DOUBLE', (row) =>
      features.spreadCount[row] === 0 ? 1 : features.spreadSumTicks[row]! / features.spreadCount[row]!,
    ),
    column('is_synthetic', 'INTEGER', (row) => ((tape.flags[row]! & MINUTE_FLAG.SYNTHETIC) === 0 ? 0 : 1)),
    column('late_trades', 'INTEGER', (row) => tape.lateTrades[row]!),
    column(
      'quote_age_ms_close',
      'INTEGER',
      whenQuoted((row) => tape.quoteAgeMs[row]!),
    ),
  ];
}
