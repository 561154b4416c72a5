import { createHash } from 'node:crypto';
import {
  AuctionTraderError,
  type DayTicks,
  type Instrument,
  type QuoteColumns,
  type TickSource,
  type TradeColumns,
} from '@auction-trader/core';

/**
 * A tick source over whole days of columns that are in memory already. It keeps the arrays
 * it is given; they must not change while it is in use.
 *
 * @param days UTC days in any order, each once; `quotes` null in every day or in none
 * @throws AuctionTraderError (`BAD_DAY`) for a day given twice
 */
export function daySource(instrument: Instrument, days: readonly DayTicks[]): TickSource {
  const sorted = [...days].sort((left, right) => left.dayStartMs - right.dayStartMs);
  const byStart = new Map(sorted.map((day) => [day.dayStartMs, day]));
  if (byStart.size !== sorted.length) {
    throw new AuctionTraderError('a UTC day was given twice', {
      code: 'BAD_DAY',
      hint: 'Give each day once.',
    });
  }
  return {
    instrument,
    days: sorted.map((day) => day.dayStartMs),
    hasQuotes: sorted.some((day) => day.quotes !== null && day.quotes.length > 0),
    dataHash: hashDays(instrument, sorted),
    readDay(dayStartMs) {
      const day = byStart.get(dayStartMs);
      if (day !== undefined) return day;
      throw new AuctionTraderError(`there is no day ${dayStartMs} in this source`, { code: 'NO_SUCH_DAY' });
    },
  };
}

function hashDays({ venue, symbol, tick, lot }: Instrument, days: readonly DayTicks[]): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([venue, symbol, tick.text, lot.text]));
  for (const { dayStartMs, trades, quotes } of days) {
    hash.update(JSON.stringify([dayStartMs, trades.length, quotes?.length ?? null]));
    for (const column of [...tradeBodies(trades), ...quoteBodies(quotes)]) {
      hash.update(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
    }
  }
  return hash.digest('hex');
}

function tradeBodies({ length, timeMs, priceTicks, sizeLots, side }: TradeColumns) {
  return [timeMs, priceTicks, sizeLots, side].map((column) => column.subarray(0, length));
}

function quoteBodies(quotes: QuoteColumns | null) {
  if (quotes === null) return [];
  const { length, timeMs, bidTicks, bidLots, askTicks, askLots } = quotes;
  return [timeMs, bidTicks, bidLots, askTicks, askLots].map((column) => column.subarray(0, length));
}
