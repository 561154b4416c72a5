import {
  AuctionTraderError,
  DAY_MS,
  type DayTicks,
  dayStartMs,
  type Instrument,
  NO_QUOTES,
  NO_TRADES,
  type QuoteColumns,
  type TickSource,
  type TradeColumns,
} from '@auction-trader/core';
import { daySource } from './day-source.ts';

/** One trade of {@link arraySource}. */
export interface TradeRow {
  /** Epoch milliseconds, UTC. */
  readonly timeMs: number;
  readonly priceTicks: number;
  /** At least 1. */
  readonly sizeLots: number;
  /** Side given by the venue: +1 buy, -1 sell, 0 (default) not given. */
  readonly side?: -1 | 0 | 1;
}

/** One quote of {@link arraySource}. */
export interface QuoteRow {
  /** Epoch milliseconds, UTC. */
  readonly timeMs: number;
  readonly bidTicks: number;
  readonly bidLots: number;
  readonly askTicks: number;
  readonly askLots: number;
}

/** What {@link arraySource} is made of. */
export interface ArrayTicks {
  readonly instrument: Instrument;
  /** In any order; rows of one millisecond keep theirs. */
  readonly trades?: readonly TradeRow[];
  /** In any order; rows of one millisecond keep theirs. None at all: a data set without quotes. */
  readonly quotes?: readonly QuoteRow[];
}

/**
 * A tick source over rows in memory, for tests, examples and small data of one's own.
 * Values are taken as they are (a crossed quote stays), only what a column cannot hold is
 * refused.
 *
 * @throws AuctionTraderError (`BAD_ROW`) for a value that is no integer of its column
 * @example
 * const btcusdt = defineInstrument({ venue: 'bybit', symbol: 'BTCUSDT', tickSize: '0.1', lotSize: '0.001' });
 * const source = arraySource({
 *   instrument: btcusdt,
 *   trades: [{ timeMs: Date.UTC(2024, 0, 1), priceTicks: 500_000, sizeLots: 100, side: 1 }],
 * });
 */
export function arraySource({ instrument, trades = [], quotes = [] }: ArrayTicks): TickSource {
  const tradesOfDay = byDay(trades);
  const quotesOfDay = byDay(quotes);
  const days = [...new Set([...tradesOfDay.keys(), ...quotesOfDay.keys()])];
  return daySource(
    instrument,
    days.map((day): DayTicks => {
      const dayTrades = tradesOfDay.get(day);
      const dayQuotes = quotesOfDay.get(day);
      return {
        dayStartMs: day,
        trades: dayTrades === undefined ? NO_TRADES : tradeColumns(dayTrades, day),
        quotes:
          quotes.length === 0 ? null : dayQuotes === undefined ? NO_QUOTES : quoteColumns(dayQuotes, day),
      };
    }),
  );
}

function byDay<Row extends { readonly timeMs: number }>(rows: readonly Row[]): Map<number, Row[]> {
  const days = new Map<number, Row[]>();
  for (const row of rows) {
    if (!Number.isSafeInteger(row.timeMs)) refuse('timeMs', row.timeMs);
    const day = dayStartMs(row.timeMs);
    const list = days.get(day);
    if (list === undefined) days.set(day, [row]);
    else list.push(row);
  }
  for (const list of days.values()) list.sort((left, right) => left.timeMs - right.timeMs);
  return days;
}

function tradeColumns(rows: readonly TradeRow[], day: number): TradeColumns {
  return {
    length: rows.length,
    timeMs: column(rows, 'timeMs', 0, DAY_MS - 1, (row) => row.timeMs - day),
    priceTicks: column(rows, 'priceTicks', -INT32_MAX, INT32_MAX, (row) => row.priceTicks),
    sizeLots: column(rows, 'sizeLots', 1, INT32_MAX, (row) => row.sizeLots),
    side: new Int8Array(column(rows, 'side', -1, 1, (row) => row.side ?? 0)),
  };
}

function quoteColumns(rows: readonly QuoteRow[], day: number): QuoteColumns {
  return {
    length: rows.length,
    timeMs: column(rows, 'timeMs', 0, DAY_MS - 1, (row) => row.timeMs - day),
    bidTicks: column(rows, 'bidTicks', -INT32_MAX, INT32_MAX, (row) => row.bidTicks),
    bidLots: column(rows, 'bidLots', 0, INT32_MAX, (row) => row.bidLots),
    askTicks: column(rows, 'askTicks', -INT32_MAX, INT32_MAX, (row) => row.askTicks),
    askLots: column(rows, 'askLots', 0, INT32_MAX, (row) => row.askLots),
  };
}

const INT32_MAX = 2_147_483_647;

function column<Row>(
  rows: readonly Row[],
  name: string,
  lowest: number,
  highest: number,
  read: (row: Row) => number,
): Int32Array {
  const values = new Int32Array(rows.length);
  for (const [index, row] of rows.entries()) {
    const value = read(row);
    if (!Number.isInteger(value) || value < lowest || value > highest) refuse(name, value);
    values[index] = value;
  }
  return values;
}

function refuse(name: string, value: number): never {
  throw new AuctionTraderError(`${value} cannot be a ${name} of a tick row`, {
    code: 'BAD_ROW',
    hint: 'Give times as whole epoch milliseconds, prices in ticks, sizes in lots (at least 1), sides as -1, 0 or 1.',
  });
}
