import { configSchema, NO_PRICE } from '@auction-trader/core';
import {
  arraySource,
  gallop,
  type QuoteRow,
  type QuotesMode,
  type TradeRow,
} from '@auction-trader/ingestion';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { footprint, type MinuteRows } from './footprint.ts';
import { BTCUSDT, type BuiltMarket, builtMarket } from './testing/built-market.ts';

const START_MS = Date.UTC(2024, 0, 1, 23, 58);
const NO_QUOTE = { bidTicks: NO_PRICE, askTicks: NO_PRICE };

/** The rows of the minute that starts at a time. */
function minuteRows({ source }: BuiltMarket, minuteMs: number): MinuteRows {
  const dayStartMs = Math.floor(minuteMs / 86_400_000) * 86_400_000;
  const day = source.readDay(dayStartMs);
  const range = ({ timeMs, length }: { timeMs: Int32Array; length: number }) => {
    const from = gallop(timeMs, 0, length, minuteMs - dayStartMs);
    return [from, gallop(timeMs, from, length, minuteMs - dayStartMs + 60_000)] as const;
  };
  const [tradeFrom, tradeTo] = range(day.trades);
  const [quoteFrom, quoteTo] = day.quotes === null ? [0, 0] : range(day.quotes);
  return { day, tradeFrom, tradeTo, quoteFrom, quoteTo };
}

const market = (
  trades: readonly TradeRow[],
  quotes: readonly QuoteRow[],
  mode: QuotesMode,
  source: 'venue' | 'quote' = 'venue',
) =>
  builtMarket(
    arraySource({ instrument: BTCUSDT, trades, quotes }),
    configSchema.parse({ order_flow: { aggressor_source: source } }),
    mode,
  );

const print = (afterMs: number, priceTicks: number, sizeLots: number, side: -1 | 0 | 1 = 0): TradeRow => ({
  timeMs: START_MS + afterMs,
  priceTicks,
  sizeLots,
  side,
});

const quote = (afterMs: number, bidTicks: number, askTicks: number, bidLots = 1): QuoteRow => ({
  timeMs: START_MS + afterMs,
  bidTicks,
  bidLots,
  askTicks,
  askLots: 1,
});

describe('footprint', () => {
  it('puts each print at its own price, by venue, then quote (17.4 side order)', () => {
    const trades = [
      print(1, 500_010, 100, -1),
      print(2, 500_005, 50, 1),
      print(3, 500_005, 40),
      print(60_000, 1, 1),
    ];
    const quotes = [quote(0, 500_000, 500_010)];
    const seen = (source: 'venue' | 'quote') => {
      const built = market(trades, quotes, 'real', source);
      const { firstBin, buyLots, sellLots, ambiguousLots } = footprint(
        minuteRows(built, START_MS),
        NO_QUOTE,
        built.tapeSettings,
        5,
      );
      return { firstBin, buy: [...buyLots], sell: [...sellLots], ambiguous: [...ambiguousLots] };
    };
    expect(seen('venue')).toEqual({ firstBin: 100_001, buy: [50, 0], sell: [0, 100], ambiguous: [40, 0] });
    expect(seen('quote')).toEqual({ firstBin: 100_001, buy: [0, 100], sell: [0, 0], ambiguous: [90, 0] });
  });

  it('begins with the quote before the minute, and drops crossed ones', () => {
    const trades = [print(1, 505, 1), print(3, 505, 2), print(60_000, 1, 1)];
    const built = market(trades, [quote(2, 510, 500), quote(3, 505, 506)], 'real');
    const before = { bidTicks: 504, askTicks: 505 };
    const result = footprint(minuteRows(built, START_MS), before, built.tapeSettings, 1);
    expect([result.firstBin, ...result.buyLots, ...result.sellLots]).toEqual([505, 1, 2]);
  });

  it('is empty in a minute without trades', () => {
    const built = market([print(0, 5, 1)], [], 'none');
    const rows = { ...minuteRows(built, START_MS), tradeTo: 0 };
    expect(footprint(rows, NO_QUOTE, built.tapeSettings, 1).buyLots.length).toBe(0);
  });

  const prints = fc.array(
    fc.record({
      wait: fc.constantFrom(0, 1, 7_000, 61_000),
      step: fc.integer({ min: -9, max: 9 }),
      lots: fc.integer({ min: 1, max: 30 }),
      side: fc.constantFrom(-1 as const, 0 as const, 1 as const),
      quoted: fc.boolean(),
      offset: fc.integer({ min: -2, max: 2 }),
      spread: fc.integer({ min: -1, max: 3 }),
      bidLots: fc.integer({ min: 0, max: 2 }),
    }),
    { minLength: 2, maxLength: 60 },
  );
  const modes = fc.constantFrom<QuotesMode>('real', 'synthetic', 'none');

  it("sums to the tape's figures, at the prices of its levels, in every minute", () => {
    fc.assert(
      fc.property(
        prints,
        modes,
        fc.boolean(),
        fc.integer({ min: 1, max: 12 }),
        (draws, mode, venue, width) => {
          const trades: TradeRow[] = [];
          const quotes: QuoteRow[] = [];
          let afterMs = 0;
          let price = 5_000;
          for (const { wait, step, lots, side, quoted, offset, spread, bidLots } of draws) {
            afterMs += wait;
            price += step;
            if (quoted && mode === 'real')
              quotes.push(quote(afterMs, price + offset, price + offset + spread, bidLots));
            trades.push(print(afterMs, price, lots, side));
          }
          const built = market(trades, quotes, mode, venue ? 'venue' : 'quote');
          const { tape } = built;
          for (let index = 0; index < tape.length; index++) {
            // The tape begins with the first trade, and no quote is before it here.
            const before =
              index === 0
                ? NO_QUOTE
                : { bidTicks: tape.bidTicks[index - 1]!, askTicks: tape.askTicks[index - 1]! };
            const one = footprint(minuteRows(built, tape.minuteMs(index)), before, built.tapeSettings, width);
            const sum = (lots: Float64Array) => lots.reduce((all, value) => all + value, 0);
            expect(sum(one.buyLots)).toBe(tape.buyLots[index]);
            expect(sum(one.sellLots)).toBe(tape.sellLots[index]);
            expect(sum(one.ambiguousLots)).toBe(tape.ambiguousLots[index]);
            const byBin = new Float64Array(one.buyLots.length);
            const { levels } = tape;
            levels.locate(tape.minuteMs(index));
            for (let row = levels.from; row < levels.to; row++) {
              byBin[Math.floor(levels.priceTicks[row]! / width) - one.firstBin]! += levels.sizeLots[row]!;
            }
            expect([byBin[0], byBin.at(-1)]).not.toContain(0);
            expect(one.buyLots.map((lots, at) => lots + one.sellLots[at]! + one.ambiguousLots[at]!)).toEqual(
              byBin,
            );
          }
        },
      ),
    );
  });
});
