import { EventEmitter } from 'node:events';
import { type DayTicks, MINUTE_MS, minuteStartMs, type TickSource } from '@auction-trader/core';
import type { MarketEvents } from './market-events.ts';

/** Replays a tick source without quotes: before each trade the quote that is inferred from it. */
export class Market extends EventEmitter<MarketEvents> {
  readonly #spread: number;
  #minuteMs = Number.NaN;
  #lastPrice = Number.NaN;
  #lastSide = 1;

  constructor(spreadTicks: number) {
    super();
    this.#spread = spreadTicks;
  }

  replay(source: TickSource): void {
    for (const day of source.days) this.#replayDay(source.readDay(day));
  }

  #replayDay({ dayStartMs, trades }: DayTicks): void {
    for (let row = 0; row < trades.length; row++) {
      const trade = {
        timeMs: dayStartMs + trades.timeMs[row]!,
        price: trades.priceTicks[row]!,
        size: trades.sizeLots[row]!,
        side: trades.side[row]!,
      };
      this.#endMinutesBefore(trade.timeMs);
      const bid = this.#quoteSide(trade.price, trade.side) > 0 ? trade.price - this.#spread : trade.price;
      const quote = { timeMs: trade.timeMs, bid, ask: bid + this.#spread, bidSize: 1, askSize: 1 };
      this.emit('quote', quote);
      this.emit('trade', trade);
    }
  }

  #endMinutesBefore(timeMs: number): void {
    if (Number.isNaN(this.#minuteMs)) this.#minuteMs = minuteStartMs(timeMs);
    while (timeMs >= this.#minuteMs + MINUTE_MS) {
      this.emit('minute', this.#minuteMs);
      this.#minuteMs += MINUTE_MS;
    }
  }

  #quoteSide(price: number, side: number): number {
    if (side !== 0) this.#lastSide = side;
    else if (price > this.#lastPrice) this.#lastSide = 1;
    else if (price < this.#lastPrice) this.#lastSide = -1;
    this.#lastPrice = price;
    return this.#lastSide;
  }
}
