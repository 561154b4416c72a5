import type { TickSource } from '@auction-trader/core';
import { arraySource, type QuoteRow, type TradeRow } from '../array-source.ts';
import { buildTape, emptyTape } from '../build-tape.ts';
import { MinuteAccumulator } from '../minute-accumulator.ts';
import type { TapeSettings } from '../tape-settings.ts';
import { BTCUSDT } from './arbitrary-ticks.ts';
import type { DrivenTape } from './drive-tape.ts';

/** Start of the markets written out in tests: a minute's first instant. */
export const T0 = Date.UTC(2024, 0, 1);

/** Real quotes, venue sides, tick rule on: the defaults of the configuration. */
export const REAL: TapeSettings = {
  quotes: 'real',
  syntheticSpreadTicks: 0,
  useVenueSide: true,
  useTickRule: true,
  maxQuoteStalenessMs: 250,
  emaTauMs: 29_997.222,
};

/** A quote at `afterMs` behind {@link T0}, 1 lot on each side unless said. */
export function quote(
  afterMs: number,
  bidTicks: number,
  askTicks: number,
  bidLots = 1,
  askLots = 1,
): QuoteRow {
  return { timeMs: T0 + afterMs, bidTicks, askTicks, bidLots, askLots };
}

/** A print at `afterMs` behind {@link T0}. */
export function print(afterMs: number, priceTicks: number, sizeLots: number, side: -1 | 0 | 1 = 0): TradeRow {
  return { timeMs: T0 + afterMs, priceTicks, sizeLots, side };
}

/**
 * The tape of a few rows, every minute of theirs closed: a last print comes an hour later, and leaves no
 * minute of its own. Minutes are counted from the one of the first print.
 */
export function smallTape(
  rows: { trades: readonly TradeRow[]; quotes?: readonly QuoteRow[] },
  settings: TapeSettings = REAL,
): DrivenTape {
  const last = Math.max(...[...rows.trades, ...(rows.quotes ?? [])].map(({ timeMs }) => timeMs));
  const closing: TradeRow = { timeMs: last + 3_600_000, priceTicks: 1, sizeLots: 1 };
  const source: TickSource = arraySource({ instrument: BTCUSDT, ...rows, trades: [...rows.trades, closing] });
  const { tape, levels } = emptyTape(source.days);
  const accumulator = new MinuteAccumulator(settings, tape, levels);
  buildTape(source, accumulator, tape);
  return { tape, accumulator };
}
